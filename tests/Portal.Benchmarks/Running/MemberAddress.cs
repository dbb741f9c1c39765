using System.Text;

namespace Portal.Benchmarks.Running;

/// <summary>What a kubeconfig of the simulator says.</summary>
/// <param name="Authority">PEM.</param>
internal sealed record MemberAddress(string Server, string Authority, string Token)
{
    public static MemberAddress Read(string kubeconfig) => new(
        Field(kubeconfig, "server"),
        Encoding.ASCII.GetString(Convert.FromBase64String(Field(kubeconfig, "certificate-authority-data"))),
        Field(kubeconfig, "token"));

    private static string Field(string kubeconfig, string name) => kubeconfig.Split('\n')
        .Select(line => line.Trim())
        .First(line => line.StartsWith($"{name}: ", StringComparison.Ordinal))[(name.Length + 2)..];
}
