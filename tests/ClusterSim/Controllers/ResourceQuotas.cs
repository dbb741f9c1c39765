using ClusterSim.Json;
using ClusterSim.Storage;
using ClusterSim.Writing;

namespace ClusterSim.Controllers;

/// <summary>Keeps what each quota says of its use true.</summary>
internal static class ResourceQuotas
{
    public static void Register(ControllerLoop loop) => loop.Add("resourcequotas", Reconcile, (l, change) =>
    {
        if (change.Key == Quotas.Key)
        {
            l.Enqueue("resourcequotas", change.After.Namespace, change.After.Name);
        }
        else if (change.Type != ChangeType.Modified || change.Key == "pods")
        {
            foreach (var quota in l.Store.List(Quotas.Key, change.After.Namespace))
            {
                l.Enqueue("resourcequotas", quota.Namespace, quota.Name);
            }
        }
    });

    private static void Reconcile(ControllerLoop loop, string ns, string name)
    {
        if (loop.Store.Get(Quotas.Key, ns, name) is not { Deleting: false } stored || stored.Read().Child("spec")?.Child("hard") is not { } hard)
        {
            return;
        }

        var used = QuotaUsage.In(loop.Cluster, ns, hard.Keys);
        loop.SetStatus(Quotas.Key, stored, new Map
        {
            ["hard"] = JsonText.Clone(hard),
            ["used"] = new Map(hard.Keys.Select(key => KeyValuePair.Create(key, (object?)QuotaUsage.Text(key, used[key])))),
        });
    }
}
