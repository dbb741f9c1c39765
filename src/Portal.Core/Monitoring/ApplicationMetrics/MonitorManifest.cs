using System.Globalization;
using System.Text.Json.Nodes;
using Portal.Core.Components.Manifests;
using Portal.Core.Components.Values;

namespace Portal.Core.Monitoring.ApplicationMetrics;

/// <summary>A form as the object that the operator of Prometheus reads. Pure.</summary>
public static class MonitorManifest
{
    public const string Group = "monitoring.coreos.com";
    public const string ApiVersion = $"{Group}/v1";

    public static ManifestObject Make(string name, MonitorSettings settings)
    {
        var metadata = new JsonObject { ["name"] = name, ["namespace"] = settings.Namespace };
        if (settings.Labels.Count > 0)
        {
            metadata["labels"] = Map(settings.Labels);
        }

        var spec = new JsonObject
        {
            ["selector"] = new JsonObject { ["matchLabels"] = Map(settings.Selector) },
            [settings.Kind == MonitorKind.ServiceMonitor ? "endpoints" : "podMetricsEndpoints"] = new JsonArray(Endpoint(settings)),
        };
        var content = new JsonObject { ["apiVersion"] = ApiVersion, ["kind"] = settings.Kind.ToString(), ["metadata"] = metadata, ["spec"] = spec };
        return new ManifestObject(ApiVersion, settings.Kind.ToString(), settings.Namespace, name, content);
    }

    public static string Yaml(string name, MonitorSettings settings) => ValuesYaml.Write(Make(name, settings).Content);

    /// <summary>What the operator calls the pool of its targets.</summary>
    public static string Pool(string name, MonitorSettings settings) =>
        $"{(settings.Kind == MonitorKind.ServiceMonitor ? "serviceMonitor" : "podMonitor")}/{settings.Namespace}/{name}/0";

    /// <summary>As definitions are named.</summary>
    public static string Definition(MonitorKind kind) => $"{Plural(kind)}.{Group}";

    public static string Plural(MonitorKind kind) => kind == MonitorKind.ServiceMonitor ? "servicemonitors" : "podmonitors";

    private static JsonObject Endpoint(MonitorSettings settings)
    {
        var endpoint = new JsonObject();
        if (int.TryParse(settings.Port, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            endpoint[settings.Kind == MonitorKind.ServiceMonitor ? "targetPort" : "portNumber"] = number;
        }
        else
        {
            endpoint["port"] = settings.Port;
        }

        endpoint["path"] = settings.Path;
        Seconds(endpoint, "interval", settings.IntervalSeconds);
        Seconds(endpoint, "scrapeTimeout", settings.TimeoutSeconds);
        if (settings.Scheme == MonitorScheme.Https)
        {
            endpoint["scheme"] = "https";
            if (settings.InsecureSkipVerify)
            {
                endpoint["tlsConfig"] = new JsonObject { ["insecureSkipVerify"] = true };
            }
        }

        SignIn(endpoint, settings);
        var relabelings = new JsonArray([.. settings.Keep.Count > 0 ? [Relabeling("keep", settings.Keep)] : Array.Empty<JsonNode?>(), .. settings.Drop.Count > 0 ? [Relabeling("drop", settings.Drop)] : Array.Empty<JsonNode?>()]);
        if (relabelings.Count > 0)
        {
            endpoint["metricRelabelings"] = relabelings;
        }

        return endpoint;
    }

    private static void SignIn(JsonObject endpoint, MonitorSettings settings)
    {
        if (settings.Authentication == MonitorAuthentication.Basic)
        {
            endpoint["basicAuth"] = new JsonObject { ["username"] = Secret(settings, settings.UsernameKey), ["password"] = Secret(settings, settings.SecretKey) };
        }
        else if (settings.Authentication == MonitorAuthentication.Bearer)
        {
            endpoint["authorization"] = new JsonObject { ["type"] = "Bearer", ["credentials"] = Secret(settings, settings.SecretKey) };
        }
    }

    private static JsonObject Secret(MonitorSettings settings, string key) => new() { ["name"] = settings.SecretName, ["key"] = key };

    private static JsonObject Relabeling(string action, IReadOnlyList<string> names) => new()
    {
        ["sourceLabels"] = new JsonArray("__name__"),
        ["regex"] = string.Join('|', names),
        ["action"] = action,
    };

    private static void Seconds(JsonObject endpoint, string name, int? seconds)
    {
        if (seconds is { } count)
        {
            endpoint[name] = string.Create(CultureInfo.InvariantCulture, $"{count}s");
        }
    }

    private static JsonObject Map(IReadOnlyDictionary<string, string> labels) =>
        new(labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => KeyValuePair.Create<string, JsonNode?>(label.Key, label.Value)));
}
