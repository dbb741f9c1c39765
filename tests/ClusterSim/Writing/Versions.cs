using ClusterSim.Json;
using ClusterSim.Schemas;
using ClusterSim.Storage;

namespace ClusterSim.Writing;

/// <summary>Objects are stored in one version and read in any: custom ones without conversion, events by renaming fields.</summary>
public static class Versions
{
    // events.k8s.io/v1 names the fields of a core event anew.
    private static readonly (string Core, string Modern)[] EventNames =
    [
        ("involvedObject", "regarding"), ("message", "note"), ("source", "deprecatedSource"), ("firstTimestamp", "deprecatedFirstTimestamp"),
        ("lastTimestamp", "deprecatedLastTimestamp"), ("count", "deprecatedCount"), ("reportingComponent", "reportingController"),
    ];

    public static Map Convert(Cluster cluster, Resource resource, Map obj)
    {
        _ = cluster;
        if (obj.Text("apiVersion") == resource.GroupVersion)
        {
            return obj;
        }

        if (resource.Plural == "events")
        {
            obj = Rename(obj, toModern: resource.Group.Length > 0);
        }

        obj["apiVersion"] = resource.GroupVersion;
        return obj;
    }

    public static Map ToStorage(Cluster cluster, Resource resource, Map obj)
    {
        if (resource.Custom is { } custom && custom.StorageVersion != resource.Version)
        {
            obj["apiVersion"] = $"{resource.Group}/{custom.StorageVersion}";
        }
        else if (resource.Plural == "events" && resource.Group.Length > 0)
        {
            obj = Rename(obj, toModern: false);
            obj["apiVersion"] = "v1";
        }
        else if (cluster.Registry.FindStored(resource.StorageKey) is { Custom: null } stored && stored.GroupVersion != resource.GroupVersion)
        {
            obj["apiVersion"] = stored.GroupVersion;
        }

        return obj;
    }

    private static Map Rename(Map obj, bool toModern)
    {
        var result = obj.Copy();
        foreach (var (core, modern) in EventNames)
        {
            if (result.Remove(toModern ? core : modern, out var value))
            {
                result[toModern ? modern : core] = value;
            }
        }

        return result;
    }
}
