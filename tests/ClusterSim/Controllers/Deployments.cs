using System.Globalization;
using ClusterSim.Api;
using ClusterSim.Json;
using ClusterSim.Storage;
using ClusterSim.Writing;

namespace ClusterSim.Controllers;

/// <summary>Deployments: a ReplicaSet for each template, rolled over within surge and unavailability.</summary>
internal static partial class Deployments
{
    private const string Key = "deployments.apps";
    private const string HashLabel = "pod-template-hash";
    private const string RevisionAnnotation = "deployment.kubernetes.io/revision";

    private sealed record Set(StoredObject Stored, Map Body)
    {
        public long Wanted => Body.At("spec", "replicas") as long? ?? 0;

        public long Pods => Body.At("status", "replicas") as long? ?? 0;

        public long Available => Body.At("status", "availableReplicas") as long? ?? 0;

        public long Revision => long.TryParse(Body.At("metadata", "annotations", RevisionAnnotation) as string, out var r) ? r : 0;
    }

    public static void Register(ControllerLoop loop) => loop.Add("deployments", Reconcile, (l, change) =>
    {
        Workloads.Trigger(l, change, Key, "deployments");

        // One that is recreated waits for its last old pod to go, which no set's status tells.
        if (change.Key == "pods" && change.Type == ChangeType.Deleted && change.After.Controller is { } set
            && l.Store.List(ReplicaSets.Key, change.After.Namespace).Find(o => o.Uid == set)?.Controller is { } owner
            && l.Store.List(Key, change.After.Namespace).Find(o => o.Uid == owner) is { } deployment)
        {
            l.Enqueue("deployments", deployment.Namespace, deployment.Name);
        }
    });

    private static void Reconcile(ControllerLoop loop, string ns, string name)
    {
        if (loop.Store.Get(Key, ns, name) is not { } stored)
        {
            return;
        }

        var deployment = stored.Read();
        if (!stored.Deleting)
        {
            Adopt(loop, stored, deployment);
            var paused = deployment.At("spec", "paused") is true;
            var newest = Newest(loop, stored, deployment, create: !paused);
            if (paused)
            {
                Resize(loop, stored, deployment);
            }
            else if (newest is not null)
            {
                stored = Annotate(loop, stored, newest.Revision) ?? stored;
                deployment = stored.Read();
                if (deployment.At("spec", "strategy", "type") is "Recreate")
                {
                    Recreate(loop, stored, deployment, newest);
                }
                else
                {
                    Roll(loop, stored, deployment, newest);
                }
            }
        }

        if (loop.Store.Get(Key, ns, name) is { } current)
        {
            WriteStatus(loop, current);
        }
    }

    private static List<Set> Sets(ControllerLoop loop, StoredObject stored) =>
        [.. loop.Owned(ReplicaSets.Key, stored.Namespace, stored.Uid).Select(s => new Set(s, s.Read()))];

    private static void Adopt(ControllerLoop loop, StoredObject stored, Map deployment)
    {
        var selector = LabelSelector.From(deployment.At("spec", "selector") as Map);
        foreach (var set in loop.Store.List(ReplicaSets.Key, stored.Namespace).Where(s => s.Controller is null && !s.Deleting && selector.Matches(s.Labels)))
        {
            loop.Change(ReplicaSets.Key, set, s => s.Child("metadata")!["ownerReferences"] = new Seq { Objects.OwnerReference(deployment) });
        }
    }

    private static Map TemplateOf(Map obj)
    {
        var template = (obj.At("spec", "template") as Map ?? []).Copy();
        (template.At("metadata", "labels") as Map)?.Remove(HashLabel);
        template.Child("metadata")?.Remove("creationTimestamp");
        return template;
    }

    private static Set? Newest(ControllerLoop loop, StoredObject stored, Map deployment, bool create)
    {
        var sets = Sets(loop, stored);
        var template = TemplateOf(deployment);
        var found = sets.Where(s => JsonText.Same(TemplateOf(s.Body), template)).OrderBy(s => s.Stored.Revision).FirstOrDefault();
        var last = sets.Where(s => s != found).Select(s => s.Revision).DefaultIfEmpty(0).Max();
        if (found is not null)
        {
            if (found.Revision <= last && create)
            {
                loop.Change(ReplicaSets.Key, found.Stored, s =>
                {
                    var notes = s.Ensure("metadata").Ensure("annotations");
                    if (notes.Text(RevisionAnnotation) is { } old)
                    {
                        notes["deployment.kubernetes.io/revision-history"] = notes.Text("deployment.kubernetes.io/revision-history") is { Length: > 0 } history ? $"{history},{old}" : old;
                    }

                    notes[RevisionAnnotation] = (last + 1).ToString(CultureInfo.InvariantCulture);
                });
                found = Sets(loop, stored).First(s => s.Stored.Name == found.Stored.Name);
            }

            return found;
        }

        if (!create)
        {
            return null;
        }

        var hash = Objects.Hash(template);
        var labels = (deployment.At("spec", "template", "metadata", "labels") as Map ?? []).Copy();
        labels[HashLabel] = hash;
        var selector = (deployment.At("spec", "selector") as Map ?? []).Copy();
        selector.Ensure("matchLabels")[HashLabel] = hash;
        template.Ensure("metadata")["labels"] = labels;
        var first = First(deployment, sets);
        var made = loop.Create(ReplicaSets.Key, stored.Namespace, new Map
        {
            ["metadata"] = new Map
            {
                ["name"] = $"{stored.Name}-{hash}",
                ["labels"] = JsonText.Clone(labels),
                ["annotations"] = Notes(deployment, last + 1),
                ["ownerReferences"] = new Seq { Objects.OwnerReference(deployment) },
            },
            ["spec"] = new Map { ["replicas"] = first, ["selector"] = selector, ["template"] = template, ["minReadySeconds"] = deployment.At("spec", "minReadySeconds") },
        });
        if (first > 0)
        {
            loop.Record(deployment, "Normal", "ScalingReplicaSet", Scaled(loop, "up", (string)made.At("metadata", "name")!, 0, first), "deployment-controller");
        }

        return new Set(loop.Store.Get(ReplicaSets.Key, stored.Namespace, (string)made.At("metadata", "name")!)!, made);
    }

    // A new set begins with as many pods as the surge leaves room for.
    private static long First(Map deployment, List<Set> others)
    {
        var (wanted, total) = (deployment.At("spec", "replicas") as long? ?? 1, others.Sum(s => s.Wanted));
        return deployment.At("spec", "strategy", "type") is "Recreate"
            ? (total == 0 && others.TrueForAll(s => s.Pods == 0) ? wanted : 0)
            : Math.Clamp(wanted + Surge(deployment, wanted) - total, 0, wanted);
    }

    private static Map Notes(Map deployment, long revision)
    {
        var wanted = deployment.At("spec", "replicas") as long? ?? 1;
        var notes = new Map
        {
            ["deployment.kubernetes.io/desired-replicas"] = wanted.ToString(CultureInfo.InvariantCulture),
            ["deployment.kubernetes.io/max-replicas"] = (wanted + Surge(deployment, wanted)).ToString(CultureInfo.InvariantCulture),
            [RevisionAnnotation] = revision.ToString(CultureInfo.InvariantCulture),
        };
        foreach (var (key, value) in deployment.At("metadata", "annotations") as Map ?? [])
        {
            if (key != "kubectl.kubernetes.io/last-applied-configuration")
            {
                notes.TryAdd(key, value);
            }
        }

        return notes;
    }

    private static StoredObject? Annotate(ControllerLoop loop, StoredObject stored, long revision)
    {
        var text = revision.ToString(CultureInfo.InvariantCulture);
        if (stored.Read().At("metadata", "annotations", RevisionAnnotation) as string != text)
        {
            loop.Change(Key, stored, d => d.Ensure("metadata").Ensure("annotations")[RevisionAnnotation] = text, WriteOptions.ControllerStatus);
        }

        return loop.Store.Get(Key, stored.Namespace, stored.Name);
    }

    private static long Surge(Map deployment, long wanted) => Objects.Share(deployment.At("spec", "strategy", "rollingUpdate", "maxSurge"), wanted, roundUp: true);

    private static long Unavailable(Map deployment, long wanted)
    {
        var share = Objects.Share(deployment.At("spec", "strategy", "rollingUpdate", "maxUnavailable"), wanted, roundUp: false);
        return share == 0 && Surge(deployment, wanted) == 0 ? 1 : Math.Min(share, wanted);
    }
}
