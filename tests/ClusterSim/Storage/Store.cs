using System.Globalization;
using ClusterSim.Json;

namespace ClusterSim.Storage;

/// <summary>
/// The objects of one cluster, ordered as etcd orders its keys, with one revision counter and a bounded log of changes from which watches resume
/// and older revisions are listed. Every member takes <see cref="Gate"/>; a caller that reads and then writes holds it around both.
/// </summary>
public sealed class Store
{
    public const int LogSize = 1000;

    private readonly Dictionary<string, SortedDictionary<string, StoredObject>> _objects = new(StringComparer.Ordinal);
    private readonly Queue<StoreChange> _log = [];
    private TaskCompletionSource _changed = New();

    public Store(long revision)
    {
        Revision = revision;
        Oldest = revision;
    }

    public object Gate { get; } = new();

    public long Revision { get; private set; }

    /// <summary>The oldest revision that can still be resumed from.</summary>
    public long Oldest { get; private set; }

    /// <summary>Runs inside the gate after each change.</summary>
    public Action<StoreChange>? OnChange { get; set; }

    /// <summary>Ends at the next change.</summary>
    public Task Changed
    {
        get
        {
            lock (Gate)
            {
                return _changed.Task;
            }
        }
    }

    public StoredObject? Get(string key, string ns, string name)
    {
        lock (Gate)
        {
            return _objects.TryGetValue(key, out var all) && all.TryGetValue($"{ns}/{name}", out var found) ? found : null;
        }
    }

    /// <summary>Objects in order; of one namespace, or of all when <paramref name="ns"/> is null.</summary>
    public List<StoredObject> List(string key, string? ns)
    {
        lock (Gate)
        {
            return !_objects.TryGetValue(key, out var all) ? [] : [.. ns is null ? all.Values : all.Values.Where(o => o.Namespace == ns)];
        }
    }

    public int Count(string key)
    {
        lock (Gate)
        {
            return _objects.TryGetValue(key, out var all) ? all.Count : 0;
        }
    }

    /// <summary>Every object with its storage key, for the collectors that look at all of them.</summary>
    public List<(string Key, StoredObject Object)> All()
    {
        lock (Gate)
        {
            return [.. _objects.SelectMany(k => k.Value.Values.Select(o => (k.Key, o)))];
        }
    }

    /// <summary>The objects as they were at <paramref name="revision"/>, or null when that is no longer known.</summary>
    public List<StoredObject>? ListAt(string key, string? ns, long revision)
    {
        lock (Gate)
        {
            if (revision >= Revision)
            {
                return List(key, ns);
            }

            if (revision < Oldest)
            {
                return null;
            }

            var then = new SortedDictionary<string, StoredObject>(List(key, ns).ToDictionary(o => $"{o.Namespace}/{o.Name}"), StringComparer.Ordinal);
            foreach (var change in _log.Where(c => c.Key == key && c.Revision > revision && (ns is null || c.After.Namespace == ns)).Reverse())
            {
                if (change.Before is null)
                {
                    then.Remove($"{change.After.Namespace}/{change.After.Name}");
                }
                else
                {
                    then[$"{change.After.Namespace}/{change.After.Name}"] = change.Before;
                }
            }

            return [.. then.Values];
        }
    }

    /// <summary>Changes after <paramref name="revision"/>, or null when some of them are no longer known.</summary>
    public List<StoreChange>? Since(long revision)
    {
        lock (Gate)
        {
            return revision < Oldest ? null : revision >= Revision ? [] : [.. _log.Where(c => c.Revision > revision)];
        }
    }

    /// <summary>Puts a shared object in as it is, without a change: what a cluster begins with.</summary>
    public void Seed(string key, StoredObject obj) => Objects(key)[$"{obj.Namespace}/{obj.Name}"] = obj;

    /// <summary>Writes <paramref name="obj"/> with a new revision; equal to what is there, it changes nothing.</summary>
    public StoredObject Put(string key, Map obj)
    {
        lock (Gate)
        {
            var meta = obj.Ensure("metadata");
            var (ns, name) = (meta.Text("namespace") ?? "", meta.Text("name")!);
            var all = Objects(key);
            var before = all.GetValueOrDefault($"{ns}/{name}");
            if (before is not null)
            {
                meta["resourceVersion"] = before.Revision.ToString(CultureInfo.InvariantCulture);
                var same = JsonText.ToUtf8(obj);
                if (same.AsSpan().SequenceEqual(before.Json))
                {
                    return before;
                }
            }

            meta["resourceVersion"] = (Revision + 1).ToString(CultureInfo.InvariantCulture);
            var after = new StoredObject(ns, name, Revision + 1, JsonText.ToUtf8(obj));
            all[$"{ns}/{name}"] = after;
            Append(new StoreChange(key, before is null ? ChangeType.Added : ChangeType.Modified, after, before, Revision + 1));
            return after;
        }
    }

    public StoredObject? Remove(string key, string ns, string name)
    {
        lock (Gate)
        {
            if (!Objects(key).Remove($"{ns}/{name}", out var before))
            {
                return null;
            }

            var last = before.Read();
            last.Ensure("metadata")["resourceVersion"] = (Revision + 1).ToString(CultureInfo.InvariantCulture);
            var after = new StoredObject(ns, name, Revision + 1, JsonText.ToUtf8(last));
            Append(new StoreChange(key, ChangeType.Deleted, after, before, Revision + 1));
            return before;
        }
    }

    /// <summary>Forgets the log, as compaction does: older revisions answer 410 from now on.</summary>
    public void Compact()
    {
        lock (Gate)
        {
            _log.Clear();
            Oldest = Revision;
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SortedDictionary<string, StoredObject> Objects(string key)
    {
        if (!_objects.TryGetValue(key, out var all))
        {
            _objects[key] = all = new SortedDictionary<string, StoredObject>(StringComparer.Ordinal);
        }

        return all;
    }

    private void Append(StoreChange change)
    {
        Revision = change.Revision;
        _log.Enqueue(change);
        while (_log.Count > LogSize)
        {
            Oldest = _log.Dequeue().Revision;
        }

        OnChange?.Invoke(change);
        var done = _changed;
        _changed = New();
        done.SetResult();
    }
}
