using System.Text.Json.Nodes;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Values;

namespace Portal.Core.Components.Profiles.Kurator;

/// <summary>Maps the plugins of a Kurator fleet to components of the catalogue, where they can be.</summary>
internal sealed class KuratorPlugins(KuratorReader reader, ComponentCatalog catalog)
{
    private const string Root = "spec.plugin";
    private readonly List<ProfileComponent> _components = [];

    public IReadOnlyList<ProfileComponent> Map()
    {
        Metric();
        Grafana();
        Policy();
        Backup();
        Storage();
        Flagger();
        Submariner();
        return _components;
    }

    private void Metric()
    {
        const string Prometheus = $"{Root}.metric.prometheus";
        if (reader.Has(Prometheus))
        {
            var values = new JsonObject();
            foreach (var part in new[] { "kubeStateMetrics", "nodeExporter" })
            {
                if (reader.At($"{Prometheus}.{part}.enabled") is { } enabled)
                {
                    values[part] = new JsonObject { ["enabled"] = enabled.DeepClone() };
                    reader.Take($"{Prometheus}.{part}", $"The value {part}.enabled of prometheus.");
                }
            }

            reader.Leave($"{Prometheus}.extraArgs", "They are values of another chart: Kurator installs kube-prometheus of Bitnami, the portal kube-prometheus-stack.");
            Add("prometheus", Prometheus, values, sameChart: false);
        }

        reader.Leave($"{Root}.metric.thanos", "Thanos spans clusters: set up the system Thanos, with the Secret of the object store on each.");
    }

    private void Grafana()
    {
        const string Path = $"{Root}.grafana";
        if (reader.Has(Path))
        {
            reader.Leave($"{Path}.extraArgs", "They are values of another chart: Kurator installs that of Bitnami.");
            Add("grafana", Path, [], sameChart: false);
            reader.Take(Path, "The component grafana. Kurator has one for the fleet; the profile brings one to each cluster.");
        }
    }

    private void Policy()
    {
        const string Path = $"{Root}.policy.kyverno";
        if (!reader.Has(Path))
        {
            return;
        }

        Add("kyverno", Path, Extra(Path), sameChart: true);
        if (reader.Has($"{Path}.podSecurity"))
        {
            var values = new JsonObject();
            foreach (var (from, to) in new[] { ("standard", "podSecurityStandard"), ("severity", "podSecuritySeverity"), ("validationFailureAction", "validationFailureAction") })
            {
                if (reader.At($"{Path}.podSecurity.{from}") is { } value)
                {
                    values[to] = value.DeepClone();
                    reader.Take($"{Path}.podSecurity.{from}", $"The value {to} of kyverno-policies.");
                }
            }

            _components.Add(new ProfileComponent("kyverno-policies", null, ValuesYaml.Write(values)));
        }
    }

    private void Backup()
    {
        const string Path = $"{Root}.backup";
        const string Location = $"{Path}.storage.location";
        if (!reader.Has(Path))
        {
            return;
        }

        var provider = reader.Text($"{Location}.provider") ?? "aws";
        if (provider is not ("aws" or "huaweicloud"))
        {
            reader.Leave(Path, $"The portal's Velero has no plugin for the provider {provider}: add its init container to the values.");
            return;
        }

        var config = new JsonObject { ["s3Url"] = Address(reader.Text($"{Location}.endpoint") ?? ""), ["s3ForcePathStyle"] = "true" };
        if (reader.Text($"{Location}.region") is { } region)
        {
            config["region"] = region;
        }

        foreach (var (key, value) in reader.At($"{Location}.config") as JsonObject ?? [])
        {
            config[key] = value?.DeepClone();
        }

        var values = Extra(Path);
        values["configuration"] = new JsonObject
        {
            ["backupStorageLocation"] = new JsonArray(new JsonObject
            {
                ["name"] = "default",
                ["provider"] = "aws",
                ["bucket"] = reader.Text($"{Location}.bucket"),
                ["config"] = config,
            }),
        };
        values["credentials"] = new JsonObject { ["useSecret"] = true, ["existingSecret"] = reader.Text($"{Path}.storage.secretName") };
        Add("velero", Path, values, sameChart: true);
        reader.Take(Location, "The value configuration.backupStorageLocation of velero.");
        reader.Take($"{Path}.storage.secretName", "The value credentials.existingSecret of velero. The Secret is not copied: it must be in the namespace velero of each cluster, with the key cloud.");
    }

    private void Storage()
    {
        const string Path = $"{Root}.distributedStorage";
        if (!reader.Has(Path))
        {
            return;
        }

        reader.Leave($"{Path}.extraArgs", "Kurator gives them to two charts at once: say in the profile which of them is meant.");
        reader.Leave($"{Path}.chart", "Kurator uses it for two charts at once, which breaks the second: say a version for each component.");
        var spec = new JsonObject();
        Copy(spec, "dataDirHostPath", $"{Path}.storage.dataDirHostPath");
        Copy(spec, "storage", $"{Path}.storage.storage");
        foreach (var (from, to) in new[] { ("monitor", "mon"), ("manager", "mgr") })
        {
            if (reader.At($"{Path}.storage.{from}.count") is { } count)
            {
                spec[to] = new JsonObject { ["count"] = count.DeepClone() };
                reader.Take($"{Path}.storage.{from}.count", $"The value cephClusterSpec.{to}.count of rook-ceph-cluster.");
            }

            foreach (var kind in new[] { "labels", "annotations", "placement" })
            {
                if (reader.At($"{Path}.storage.{from}.{kind}") is { } given)
                {
                    spec[kind] ??= new JsonObject();
                    spec[kind]![to] = given.DeepClone();
                    reader.Take($"{Path}.storage.{from}.{kind}", $"The value cephClusterSpec.{kind}.{to} of rook-ceph-cluster.");
                }
            }
        }

        Add("rook-ceph", Path, [], sameChart: true);
        Add("rook-ceph-cluster", Path, spec.Count == 0 ? [] : new JsonObject { ["cephClusterSpec"] = spec }, sameChart: true);
    }

    private void Flagger()
    {
        const string Path = $"{Root}.flagger";
        if (!reader.Has(Path))
        {
            return;
        }

        var values = Extra(Path);
        if (reader.Text($"{Path}.trafficRoutingProvider") is { } provider)
        {
            values["meshProvider"] = provider;
            reader.Take($"{Path}.trafficRoutingProvider", provider == "istio"
                ? "The value meshProvider of flagger."
                : $"The value meshProvider of flagger. Kurator installs {provider} as well; here it must be there.");
        }

        Add("flagger", Path, values, sameChart: true);
        if (reader.At($"{Path}.publicTestloader") is JsonValue wanted && wanted.TryGetValue(out bool loader))
        {
            reader.Take($"{Path}.publicTestloader", loader ? "The component flagger-loadtester." : "Nothing is installed for it.");
            if (loader)
            {
                Add("flagger-loadtester", $"{Path}.config", Extra($"{Path}.config"), sameChart: true);
                return;
            }
        }

        reader.Leave($"{Path}.config", "It is of the load tester, which the fleet does not have.");
    }

    private void Submariner() => reader.Leave($"{Root}.submariner", "Submariner spans clusters: set up the system Submariner, with a broker and the networks of each cluster.");

    private void Add(string component, string path, JsonObject values, bool sameChart)
    {
        var entry = catalog.Get(component);
        string? versions = null;
        if (reader.Text($"{path}.chart.version") is { } version)
        {
            if (sameChart && entry.Versions.Contains(version.TrimStart('v')))
            {
                versions = version.TrimStart('v');
                reader.Take($"{path}.chart.version", $"The version of {component}.");
            }
            else
            {
                reader.Leave($"{path}.chart.version", $"The catalogue has no version {version} of {component}: the newest is taken.");
            }
        }

        Same($"{path}.chart.name", entry.Chart.Name, component);
        Same($"{path}.chart.repository", entry.Chart.Repository, component);
        _components.Add(new ProfileComponent(component, versions, ValuesYaml.Write(values)));
        if (reader.At(path) is JsonObject { Count: 0 })
        {
            reader.Take(path, $"The component {component}.");
        }
    }

    private void Same(string path, string? ours, string component)
    {
        if (reader.Text(path) is { } theirs && theirs.TrimEnd('/') == ours?.TrimEnd('/'))
        {
            reader.Take(path, $"It is that of {component} in the catalogue.");
        }
        else
        {
            reader.Leave(path, $"The catalogue takes {component} from {ours}: a file of your own can say otherwise.");
        }
    }

    /// <summary>The values that Kurator hands to the chart as they are.</summary>
    private JsonObject Extra(string path)
    {
        if (reader.At($"{path}.extraArgs") is not JsonObject given)
        {
            return [];
        }

        reader.Take($"{path}.extraArgs", "The values of the component.");
        return given.DeepClone().AsObject();
    }

    private void Copy(JsonObject into, string name, string path)
    {
        if (reader.At(path) is { } value)
        {
            into[name] = value.DeepClone();
            reader.Take(path, $"The value cephClusterSpec.{name} of rook-ceph-cluster.");
        }
    }

    private static string Address(string endpoint) =>
        endpoint.Contains("://", StringComparison.Ordinal) ? endpoint : $"https://{endpoint}";
}
