using System.Text;
using ClusterSim.Json;
using ClusterSim.Storage;

namespace ClusterSim.Controllers;

/// <summary>The signer of clients' certificates: it signs what is approved.</summary>
internal static class Certificates
{
    private const string Requests = "certificatesigningrequests.certificates.k8s.io";
    private const string Signer = "kubernetes.io/kube-apiserver-client";

    public static void Register(ControllerLoop loop) => loop.Add("certificates", Sign, (l, change) =>
    {
        if (change.Key == Requests && change.Type != ChangeType.Deleted)
        {
            l.Enqueue("certificates", "", change.After.Name);
        }
    });

    private static void Sign(ControllerLoop loop, string ns, string name)
    {
        if (loop.Store.Get(Requests, "", name) is not { } stored || stored.Read() is not { } request || request.At("spec", "signerName") as string != Signer)
        {
            return;
        }

        var status = request.Child("status") ?? [];
        var conditions = status.Maps("conditions").ToList();
        if (status.Text("certificate") is { Length: > 0 } || !Has(conditions, "Approved") || Has(conditions, "Denied"))
        {
            return;
        }

        var pem = Encoding.UTF8.GetString(Convert.FromBase64String(request.At("spec", "request") as string ?? ""));
        var life = TimeSpan.FromSeconds(request.At("spec", "expirationSeconds") as long? ?? 31_536_000);
        status["certificate"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(loop.Cluster.Context.Authority.Sign(pem, loop.Cluster.Time.GetUtcNow(), life)));
        loop.SetStatus(Requests, stored, status);
    }

    private static bool Has(List<Map> conditions, string type) => conditions.Exists(condition => condition.Text("type") == type && condition.Text("status") == "True");
}
