namespace Portal.IntegrationTests.Components;

/// <summary>A kubeconfig on disk, for kubectl and helm.</summary>
internal sealed class KubeconfigFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("portal-kubeconfig-");

    public KubeconfigFile(string text) => File.WriteAllText(Path, text);

    public string Path => System.IO.Path.Combine(_folder.FullName, "config");

    public void Dispose() => _folder.Delete(recursive: true);
}
