using ClusterSim.Json;
using ClusterSim.Storage;

namespace ClusterSim.Controllers;

/// <summary>Deletes what has lost its owners, and works off the finalizers of foreground and orphaning deletion.</summary>
internal static class GarbageCollector
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    public static void Register(ControllerLoop loop)
    {
        loop.Add("gc-owner", (l, _, uid) => OwnerGone(l, uid), (l, change) =>
        {
            if (change.Type == ChangeType.Deleted)
            {
                l.Enqueue("gc-owner", "", change.After.Uid);
            }
        });
        loop.Add("gc-object", (l, key, name) => Look(l, key, name), (l, change) =>
        {
            if (change.Type == ChangeType.Modified && change.After.Deleting)
            {
                // The object is seen as ending before it ends, as with a collector that looks a moment later.
                l.EnqueueAfter(Moment, "gc-object", change.Key, $"{change.After.Namespace}/{change.After.Name}");
            }
            else if (change.Type == ChangeType.Added && change.After.Owners.Count > 0)
            {
                l.Enqueue("gc-object", change.Key, $"{change.After.Namespace}/{change.After.Name}");
            }
            else if (change.Type == ChangeType.Deleted)
            {
                foreach (var owner in change.After.Owners)
                {
                    l.Enqueue("gc-wait", "", owner);
                }
            }
        });
        loop.Add("gc-wait", (l, _, uid) =>
        {
            if (Find(l, uid) is { Object.Deleting: true } owner)
            {
                Look(l, owner.Key, $"{owner.Object.Namespace}/{owner.Object.Name}");
            }
        }, (_, _) => { });
    }

    private static void OwnerGone(ControllerLoop loop, string uid)
    {
        foreach (var (key, obj) in Dependents(loop, uid))
        {
            Judge(loop, key, obj);
        }
    }

    // Without a living owner an object goes; dead owners among living ones are struck off.
    private static void Judge(ControllerLoop loop, string key, StoredObject obj)
    {
        var alive = obj.Owners.Where(o => Find(loop, o) is not null).ToHashSet();
        if (alive.Count == obj.Owners.Count)
        {
            return;
        }

        if (alive.Count == 0)
        {
            if (!obj.Deleting)
            {
                loop.Delete(key, obj);
            }

            return;
        }

        loop.Change(key, obj, o => o.Child("metadata")!["ownerReferences"] = new Seq(o.Child("metadata")!.Maps("ownerReferences").Where(r => alive.Contains(r.Text("uid")!))));
    }

    private static void Look(ControllerLoop loop, string key, string path)
    {
        var parts = path.Split('/', 2);
        if (loop.Store.Get(key, parts[0], parts[1]) is not { } obj || loop.Cluster.Registry.FindStored(key) is null)
        {
            return;
        }

        if (!obj.Deleting)
        {
            Judge(loop, key, obj);
            return;
        }

        var finalizers = obj.Read().Child("metadata")!.List("finalizers")?.OfType<string>().ToList() ?? [];
        if (finalizers.Contains("orphan"))
        {
            foreach (var (childKey, child) in Dependents(loop, obj.Uid))
            {
                loop.Change(childKey, child, c =>
                {
                    var rest = new Seq(c.Child("metadata")!.Maps("ownerReferences").Where(r => r.Text("uid") != obj.Uid));
                    c.Child("metadata")!.Remove("ownerReferences");
                    if (rest.Count > 0)
                    {
                        c.Child("metadata")!["ownerReferences"] = rest;
                    }
                });
            }

            Drop(loop, key, obj, "orphan");
        }
        else if (finalizers.Contains("foregroundDeletion"))
        {
            foreach (var (childKey, child) in Dependents(loop, obj.Uid).Where(d => !d.Object.Deleting))
            {
                loop.Delete(childKey, child, "Foreground");
            }

            if (Dependents(loop, obj.Uid).Count == 0)
            {
                Drop(loop, key, obj, "foregroundDeletion");
            }
        }
    }

    private static void Drop(ControllerLoop loop, string key, StoredObject obj, string finalizer) =>
        loop.Change(key, obj, o =>
        {
            var meta = o.Child("metadata")!;
            var rest = new Seq(meta.List("finalizers")!.Where(f => f as string != finalizer));
            meta.Remove("finalizers");
            if (rest.Count > 0)
            {
                meta["finalizers"] = rest;
            }
        });

    private static List<(string Key, StoredObject Object)> Dependents(ControllerLoop loop, string uid) => [.. loop.Store.All().Where(o => o.Object.Owners.Contains(uid))];

    private static (string Key, StoredObject Object)? Find(ControllerLoop loop, string uid)
    {
        foreach (var item in loop.Store.All())
        {
            if (item.Object.Uid == uid)
            {
                return item;
            }
        }

        return null;
    }
}
