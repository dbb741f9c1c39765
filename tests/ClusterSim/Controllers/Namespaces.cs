using System.Globalization;
using ClusterSim.Hosting;
using ClusterSim.Json;
using ClusterSim.Storage;
using ClusterSim.Writing;

namespace ClusterSim.Controllers;

/// <summary>Gives each namespace its default account and root certificate, and empties a namespace that ends.</summary>
internal static class Namespaces
{
    public static void Register(ControllerLoop loop) => loop.Add("namespaces", Reconcile, (l, change) =>
    {
        if (change.Key == "namespaces" && change.Type != ChangeType.Deleted)
        {
            l.Enqueue("namespaces", "", change.After.Name);
        }
        else if (change.After.Namespace.Length > 0 && (change.Type == ChangeType.Deleted || change.After.Deleting))
        {
            // Finalisation comes a moment after the last object, as a controller's next look does.
            l.EnqueueAfter(HasFinalizers(change.Before) ? MuchLater : Later, "namespaces", "", change.After.Namespace);
        }
    });

    // What finalizers have held is looked at again after a while only.
    private static readonly TimeSpan MuchLater = TimeSpan.FromSeconds(2);

    private static bool HasFinalizers(StoredObject? obj) => obj?.Read().Child("metadata")!.List("finalizers") is { Count: > 0 };

    private static readonly TimeSpan Later = TimeSpan.FromMilliseconds(400);

    private static void Reconcile(ControllerLoop loop, string _, string name)
    {
        if (loop.Store.Get("namespaces", "", name) is not { } stored)
        {
            return;
        }

        if (stored.Deleting)
        {
            End(loop, stored);
            return;
        }

        if (loop.Store.Get("configmaps", name, "kube-root-ca.crt") is null)
        {
            loop.Create("configmaps", name, ClusterSeed.RootCertificate(loop.Cluster, name));
        }

        if (loop.Store.Get("serviceaccounts", name, "default") is null)
        {
            loop.Create("serviceaccounts", name, new Map { ["metadata"] = new Map { ["name"] = "default" } });
        }
    }

    private static void End(ControllerLoop loop, StoredObject stored)
    {
        foreach (var (key, obj) in loop.Store.All().Where(o => o.Object.Namespace == stored.Name && !o.Object.Deleting))
        {
            if (loop.Cluster.Registry.FindStored(key) is { Namespaced: true } resource)
            {
                new ObjectWriter(loop.Cluster).Delete(resource, obj, new DeleteOptions("Background"), WriteOptions.Controller);
            }
        }

        var left = loop.Store.All().Where(o => o.Object.Namespace == stored.Name).ToList();
        if (left.Count == 0)
        {
            loop.Change("namespaces", stored, n => n.Ensure("spec").Remove("finalizers"), WriteOptions.Controller with { Subresource = "finalize" });
            return;
        }

        var held = left.Where(o => HasFinalizers(o.Object)).ToList();
        if (SinceDeletion(loop, stored) < TimeSpan.FromSeconds(3))
        {
            loop.EnqueueAfter(held.Count > 0 ? MuchLater : Later, "namespaces", "", stored.Name);
            return;
        }

        // Pods on their way out come back here by themselves; only what finalizers hold is told.
        if (held.Count > 0)
        {
            var now = new ObjectWriter(loop.Cluster).Now();
            var kinds = string.Join(", ", held.GroupBy(h => h.Key).Select(g => $"{Name(g.Key)} has {g.Count()} resource instances"));
            var finalizers = string.Join(", ", held.SelectMany(h => h.Object.Read().Child("metadata")!.List("finalizers")!.OfType<string>()).GroupBy(f => f).Select(g => $"{g.Key} in {g.Count()} resource instances"));
            loop.SetStatus("namespaces", stored, new Map
            {
                ["phase"] = "Terminating",
                ["conditions"] = new Seq
                {
                    Condition("NamespaceDeletionDiscoveryFailure", "False", "ResourcesDiscovered", "All resources successfully discovered", now),
                    Condition("NamespaceDeletionGroupVersionParsingFailure", "False", "ParsedGroupVersions", "All legacy kube types successfully parsed", now),
                    Condition("NamespaceDeletionContentFailure", "False", "ContentDeleted", "All content successfully deleted, may be waiting on finalization", now),
                    Condition("NamespaceContentRemaining", "True", "SomeResourcesRemain", $"Some resources are remaining: {kinds}", now),
                    Condition("NamespaceFinalizersRemaining", "True", "SomeFinalizersRemain", $"Some content in the namespace has finalizers remaining: {finalizers}", now),
                },
            });
        }
    }

    private static TimeSpan SinceDeletion(ControllerLoop loop, StoredObject stored) =>
        loop.Cluster.Time.GetUtcNow() - DateTimeOffset.Parse((string)stored.Read().At("metadata", "deletionTimestamp")!, CultureInfo.InvariantCulture);

    private static string Name(string key) => key.Contains('.', StringComparison.Ordinal) ? key : string.Create(CultureInfo.InvariantCulture, $"{key}.");

    private static Map Condition(string type, string status, string reason, string message, string now) =>
        new() { ["type"] = type, ["status"] = status, ["lastTransitionTime"] = now, ["reason"] = reason, ["message"] = message };
}
