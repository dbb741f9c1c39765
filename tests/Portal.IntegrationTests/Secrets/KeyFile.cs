using System.Security.Cryptography;

namespace Portal.IntegrationTests.Secrets;

/// <summary>A file with a new master key.</summary>
internal sealed class KeyFile : IDisposable
{
    public KeyFile() => File.WriteAllText(Path, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));

    public string Path { get; } = System.IO.Path.GetTempFileName();

    public void Dispose() => File.Delete(Path);
}
