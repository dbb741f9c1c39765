using Portal.Core.Clusters;
using Portal.Core.Problems;

namespace Portal.Core.Kubernetes;

/// <summary>
/// Reads kubeconfigs as hostile input: an address, a CA and a credential come out, or a refusal that names the field and
/// the remedy. Nothing in the file is run, opened, resolved or connected to, and no value of it is printed.
/// </summary>
public sealed class KubeconfigScreening(EgressGuard egress)
{
    private static readonly (string Field, string Why, string Remedy)[] ForbiddenInCluster =
    [
        ("certificate-authority", "It points to a file on another machine.", "Embed it as certificate-authority-data. " + KubeconfigProblems.Flatten),
        ("proxy-url", "The portal reaches clusters directly, and through no proxy of an upload.", "Remove it, and make the API server reachable from the portal."),
    ];

    private static readonly string[] KnownInCluster =
        ["server", "tls-server-name", "certificate-authority-data", "insecure-skip-tls-verify", "disable-compression", "extensions"];

    /// <summary>The text of an uploaded file: at most 1 MiB of UTF-8.</summary>
    public static string Decode(ReadOnlySpan<byte> file) => KubeconfigText.Decode(file);

    /// <summary>Every context of the file, each with the reason when it cannot be used. Throws Invalid for the file as a whole.</summary>
    public IReadOnlyList<KubeconfigContext> ReadContexts(string kubeconfig)
    {
        var file = KubeconfigFile.Read(kubeconfig);
        return [.. file.ContextNames.Select(name => Describe(file, name))];
    }

    /// <summary>The chosen context, or the current one for an empty name. Throws Invalid.</summary>
    public ScreenedKubeconfig Screen(string kubeconfig, string context) => Screen(KubeconfigFile.Read(kubeconfig), context);

    private KubeconfigContext Describe(KubeconfigFile file, string name)
    {
        var context = file.FindContext(name);
        string? problem = null;
        var server = "";
        try
        {
            server = Screen(file, name).ApiServer.AbsoluteUri.TrimEnd('/');
        }
        catch (ProblemException exception)
        {
            problem = $"{exception.Problem.What}. {exception.Problem.Why} {exception.Problem.Remedy}";
        }

        return new KubeconfigContext(name, server, UserName(context), name == file.CurrentContext, problem);
    }

    private static string UserName(KubeconfigMap context) =>
        context.Find("user") is KubeconfigScalar { IsText: true } user ? user.Value : "";

    private ScreenedKubeconfig Screen(KubeconfigFile file, string name)
    {
        var context = file.FindContext(name);
        var cluster = file.ClusterOf(context);
        KubeconfigFields.Check(cluster, ForbiddenInCluster, KnownInCluster);
        var server = cluster.FindText("server") ?? throw KubeconfigProblems.Refuse(cluster.PathOf("server"), "It is missing.", KubeconfigProblems.Flatten);
        var apiServer = KubeconfigServer.Read(cluster.PathOf("server"), server, egress.FindRefusal);
        CheckTls(cluster);
        var authority = KubeconfigFields.FindPem(cluster, "certificate-authority-data");
        if (authority is not null)
        {
            KubeconfigFields.CheckCertificates(cluster.PathOf("certificate-authority-data"), authority);
        }

        var credential = KubeconfigCredential.Read(file.UserOf(context));
        return new ScreenedKubeconfig
        {
            Context = file.NameOf(context),
            ApiServer = apiServer,
            CertificateAuthority = authority ?? "",
            TlsServerName = cluster.FindText("tls-server-name"),
            Token = credential.Token,
            ClientCertificate = credential.Certificate,
            ClientKey = credential.Key,
            Username = credential.Username,
            Password = credential.Password,
        };
    }

    private static void CheckTls(KubeconfigMap cluster)
    {
        _ = cluster.Find("disable-compression")?.AsBoolean();
        if (cluster.Find("insecure-skip-tls-verify")?.AsBoolean() is true)
        {
            throw KubeconfigProblems.Refuse(
                cluster.PathOf("insecure-skip-tls-verify"),
                "It turns the check of the server's certificate off, so anybody in between could read the credential.",
                "Remove it, and put the cluster's CA under certificate-authority-data.");
        }

        if (cluster.FindText("tls-server-name") is { } serverName && !KubeconfigServer.IsServerName(serverName))
        {
            throw KubeconfigProblems.Refuse(cluster.PathOf("tls-server-name"), "It is no host name.", "Give the name that the server's certificate is for.");
        }
    }
}
