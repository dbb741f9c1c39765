using System.Text;

namespace ClusterSim.Hosting;

/// <summary>Kubeconfig files.</summary>
internal static class KubeconfigText
{
    public static Uri Server(SimContext context, Uri baseUri, ClusterProfile profile)
    {
        var host = context.Options.AddressPerCluster ? $"127.{1 + (profile.Index / 62500)}.{profile.Index / 250 % 250}.{(profile.Index % 250) + 1}" : "127.0.0.1";
        return new Uri($"https://{host}:{baseUri.Port}/clusters/{profile.Name}");
    }

    public static string Of(SimContext context, Uri baseUri, ClusterProfile profile) => $"""
        apiVersion: v1
        kind: Config
        clusters:
        - name: {profile.Name}
          cluster:
            server: {Server(context, baseUri, profile)}
            certificate-authority-data: {Convert.ToBase64String(Encoding.ASCII.GetBytes(context.Authority.Pem))}
        users:
        - name: {profile.Name}-admin
          user:
            token: {profile.AdminToken}
        contexts:
        - name: {profile.Name}
          context:
            cluster: {profile.Name}
            user: {profile.Name}-admin
        current-context: {profile.Name}

        """;
}
