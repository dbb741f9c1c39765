using System.Globalization;
using System.Text;
using ClusterSim.Api;
using ClusterSim.Json;
using ClusterSim.Schemas;

namespace ClusterSim.Apply;

/// <summary>Who manages which fields of an object: kept up with each update, and the judge of each apply.</summary>
public sealed class ManagedFields
{
    private readonly List<Entry> _entries = [];

    private sealed record Entry(string Manager, string Operation, string ApiVersion, string Subresource)
    {
        public string Time { get; set; } = "";

        public FieldSet Fields { get; set; } = new();

        public bool Is(Entry other) => Manager == other.Manager && Operation == other.Operation && ApiVersion == other.ApiVersion && Subresource == other.Subresource;
    }

    /// <summary>Notes an update of <paramref name="before"/> (null for a creation) to <paramref name="after"/>.</summary>
    public static void Update(Schema schema, Map? before, Map after, string manager, string subresource, DateTimeOffset now)
    {
        var given = after.At("metadata", "managedFields");
        var managed = Read(given is Seq { Count: > 0 } ? after : before);
        if (given is Seq reset && before is not null && (reset.Count == 0 || (reset.Count == 1 && reset[0] is Map { Count: 0 })))
        {
            after.Ensure("metadata").Remove("managedFields");
            return;
        }

        if (before is not null && managed._entries.Count == 0 && before.At("metadata", "uid") is not null)
        {
            // Of an object that nobody tracks, updates are not tracked either.
            return;
        }

        var self = new Entry(manager, "Update", after.Text("apiVersion")!, subresource);
        var (added, modified, removed) = Typed.Compare(schema, Strip(before ?? Empty(schema, after)), Strip(after));
        Ignore(added, subresource, schema);
        Ignore(modified, subresource, schema);
        var changed = added.Union(modified);
        managed.TakeFromOthers(self, changed, removed);
        var own = managed._entries.Find(e => e.Is(self));
        var fields = (own?.Fields ?? new FieldSet()).Minus(removed).Union(changed);
        // What comes through scale is noted without a time; who took nothing keeps the time of the last taking.
        managed.Put(self, fields, subresource == "scale" ? "" : changed.IsEmpty ? own?.Time ?? "" : Stamp(now));
        managed.Write(after);
    }

    /// <summary>The result of applying <paramref name="config"/> to <paramref name="live"/> (null when there is none).</summary>
    /// <exception cref="ApiException">409, with the fields that others manage, unless <paramref name="force"/>.</exception>
    public static Map Apply(Schema schema, Map? live, Map config, string manager, string subresource, bool force, DateTimeOffset now)
    {
        var before = Strip(live ?? Empty(schema, config));
        var managed = Read(live);
        if (live is not null && managed._entries.Count == 0)
        {
            managed._entries.Add(new Entry("before-first-apply", "Update", config.Text("apiVersion")!, "") { Time = Stamp(now), Fields = Typed.SetOf(schema, before) });
        }

        var stripped = Strip(config);
        var self = new Entry(manager, "Apply", config.Text("apiVersion")!, subresource);
        var last = managed._entries.Find(e => e.Is(self))?.Fields ?? managed._entries.Find(e => e.Manager == manager && e.Operation == "Apply" && e.Subresource == subresource)?.Fields;
        if (stripped.Child("metadata") is { Count: 0 })
        {
            stripped.Remove("metadata");
        }

        var set = Typed.SetOf(schema, stripped);
        Ignore(set, subresource, schema);
        managed._entries.RemoveAll(e => e.Manager == manager && e.Operation == "Apply" && e.Subresource == subresource && !e.Is(self));
        var merged = (Map)Typed.Merge(schema, before, stripped)!;
        if (last is not null)
        {
            var owned = managed._entries.Where(e => !e.Is(self)).Aggregate(set, (all, e) => all.Union(e.Fields));
            merged = (Map)Typed.Prune(schema, merged, last, owned)!;
        }

        var (added, modified, removed) = Typed.Compare(schema, before, merged);
        Ignore(added, subresource, schema);
        Ignore(modified, subresource, schema);
        var changed = added.Union(modified);
        if (!force)
        {
            managed.DemandNoConflict(self, changed, AllowedByLastApplied(schema, live, before, manager));
        }

        managed.TakeFromOthers(self, changed, removed);
        // An apply that leaves the object as it was has no time of its own.
        var untouched = live is not null && JsonText.Same(before, merged);
        managed.Put(self, set, untouched ? managed._entries.Find(e => e.Is(self))?.Time ?? "" : Stamp(now));
        var result = Unstrip(merged, live, config);
        if (manager == "kubectl" && (result.At("metadata", "annotations") as Map)?.ContainsKey(LastApplied) == true)
        {
            // kubectl's own annotation follows its server-side apply.
            result.Child("metadata")!.Child("annotations")![LastApplied] = JsonText.ToText(Sorted(WithoutLastApplied(config))) + "\n";
        }

        managed.Write(result);
        return result;
    }

    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    private static Map WithoutLastApplied(Map config)
    {
        var copy = config.Copy();
        copy.Ensure("metadata").Child("annotations")?.Remove(LastApplied);
        return copy;
    }

    private static object? Sorted(object? value) => value switch
    {
        Map map => new Map(map.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, Sorted(p.Value)))),
        Seq list => new Seq(list.Select(Sorted)),
        _ => value,
    };

    // kubectl's server-side apply may take over what its client-side apply has set and nobody has changed since.
    private static FieldSet AllowedByLastApplied(Schema schema, Map? live, Map before, string manager)
    {
        if (manager != "kubectl" || live?.At("metadata", "annotations", LastApplied) is not string text || JsonText.ParseMap(Encoding.UTF8.GetBytes(text)) is not { } applied)
        {
            return new FieldSet();
        }

        var last = Strip(applied);
        var (added, modified, removed) = Typed.Compare(schema, last, before);
        return Typed.SetOf(schema, last).Minus(modified).Minus(added).Minus(removed);
    }

    private void DemandNoConflict(Entry self, FieldSet changed, FieldSet allowed)
    {
        var conflicts = _entries.Where(e => !e.Is(self)).Select(e => (Entry: e, Paths: e.Fields.Intersect(changed).Paths().ToList())).Where(c => c.Paths.Count > 0)
            .OrderBy(c => c.Entry.Manager, StringComparer.Ordinal).ToList();
        if (_entries.Where(e => !e.Is(self)).All(e => e.Fields.Intersect(changed).Minus(allowed).IsEmpty))
        {
            return;
        }

        if (conflicts.Count == 0)
        {
            return;
        }

        var causes = conflicts.SelectMany(c => c.Paths.Select(p => (Who: Who(c.Entry, self), Path: p))).ToList();
        var count = causes.Count;
        var text = count == 1
            ? $"conflict with {causes[0].Who}: {causes[0].Path}"
            : "conflicts with " + string.Join("\nconflicts with ", causes.GroupBy(c => c.Who).Select(g => $"{g.Key}:\n" + string.Join("\n", g.Select(c => $"- {c.Path}"))));
        var details = new Map();
        details["causes"] = new Seq(causes.Select(c => (object?)new Map { ["reason"] = "FieldManagerConflict", ["message"] = $"conflict with {c.Who}", ["field"] = c.Path }));
        throw new ApiException(409, "Conflict", $"Apply failed with {count} conflict{(count == 1 ? "" : "s")}: {text}", details);
    }

    private static string Who(Entry entry, Entry self)
    {
        var text = $"\"{entry.Manager}\"";
        if (entry.Subresource.Length > 0)
        {
            text += $" with subresource \"{entry.Subresource}\"";
        }

        if (entry.Operation == "Update")
        {
            text += $" using {entry.ApiVersion}";
        }
        else if (entry.ApiVersion != self.ApiVersion)
        {
            text += $" using {entry.ApiVersion}";
        }

        return text;
    }

    private void TakeFromOthers(Entry self, FieldSet changed, FieldSet removed)
    {
        foreach (var other in _entries.Where(e => !e.Is(self)).ToList())
        {
            var left = other.Fields.Minus(changed).Minus(removed);
            if (left.IsEmpty)
            {
                _entries.Remove(other);
            }
            else if (!left.SameAs(other.Fields))
            {
                other.Fields = left;
            }
        }
    }

    private void Put(Entry self, FieldSet fields, string time)
    {
        _entries.RemoveAll(e => e.Is(self));
        if (!fields.IsEmpty)
        {
            _entries.Add(self with { Time = time, Fields = fields });
        }
    }

    private static ManagedFields Read(Map? obj)
    {
        var managed = new ManagedFields();
        foreach (var item in (obj?.Child("metadata") ?? []).Maps("managedFields"))
        {
            managed._entries.Add(new Entry(item.Text("manager") ?? "", item.Text("operation") ?? "", item.Text("apiVersion") ?? "", item.Text("subresource") ?? "")
            {
                Time = item.Text("time") ?? "",
                Fields = FieldSet.Parse(item.Child("fieldsV1")),
            });
        }

        return managed;
    }

    private void Write(Map obj)
    {
        var sorted = _entries.OrderBy(e => e.Operation, StringComparer.Ordinal).ThenBy(e => e.Time, StringComparer.Ordinal)
            .ThenBy(e => e.Manager, StringComparer.Ordinal).ThenBy(e => e.ApiVersion, StringComparer.Ordinal).ThenBy(e => e.Subresource, StringComparer.Ordinal);
        var list = new Seq(sorted.Select(e =>
        {
            var item = new Map
            {
                ["manager"] = e.Manager,
                ["operation"] = e.Operation,
                ["apiVersion"] = e.ApiVersion,
            };
            if (e.Time.Length > 0)
            {
                item["time"] = e.Time;
            }

            item["fieldsType"] = "FieldsV1";
            item["fieldsV1"] = e.Fields.ToMap();
            if (e.Subresource.Length > 0)
            {
                item["subresource"] = e.Subresource;
            }

            return (object?)item;
        }));
        var meta = obj.Ensure("metadata");
        meta.Remove("managedFields");
        if (list.Count > 0)
        {
            meta["managedFields"] = list;
        }
    }

    private static readonly string[] SystemMeta = ["name", "namespace", "creationTimestamp", "selfLink", "uid", "generation", "managedFields", "resourceVersion", "deletionTimestamp", "deletionGracePeriodSeconds"];

    private static Map Strip(Map obj)
    {
        var copy = obj.Copy();
        copy.Remove("apiVersion");
        copy.Remove("kind");
        if (copy.Child("metadata") is { } meta)
        {
            foreach (var key in SystemMeta)
            {
                meta.Remove(key);
            }
        }

        return copy;
    }

    private static Map Unstrip(Map merged, Map? live, Map config)
    {
        var result = new Map { ["kind"] = config.Text("kind"), ["apiVersion"] = config.Text("apiVersion") };
        var meta = new Map();
        foreach (var key in SystemMeta)
        {
            if ((live?.At("metadata", key) ?? config.At("metadata", key)) is { } value)
            {
                meta[key] = JsonText.Clone(value);
            }
        }

        foreach (var (key, value) in merged.Child("metadata") ?? [])
        {
            meta[key] = value;
        }

        result["metadata"] = meta;
        foreach (var (key, value) in merged.Where(p => p.Key != "metadata"))
        {
            result[key] = value;
        }

        return result;
    }

    // What an object of the kind is before anything is set: its structs that are always there.
    private static Map Empty(Schema schema, Map like) => schema.Name.Length > 0
        ? TypedDecoder.Normalize(schema, [])
        : new Map { ["metadata"] = new Map(), ["apiVersion"] = like.Get("apiVersion"), ["kind"] = like.Get("kind") };

    private static void Ignore(FieldSet set, string subresource, Schema schema)
    {
        if (subresource.Length == 0 && (schema.Fields.ContainsKey("spec") || schema.Name.Length == 0) && schema.Fields.ContainsKey("status") && HasStatus(schema))
        {
            set.Children.Remove("f:status");
        }
        else if (subresource == "status")
        {
            set.Children.Remove("f:spec");
        }
    }

    private static bool HasStatus(Schema schema) => schema.Name.Length > 0 || schema.Node?.Flag("x-status-subresource") == true;

    private static string Stamp(DateTimeOffset now) => now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
