using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Core.Secrets;
using YamlDotNet.Serialization;

namespace Portal.Core.Components.Manifests;

/// <summary>An object as a person compares it: YAML, without what the server keeps for itself, and without secrets.</summary>
internal static class ObjectText
{
    private const string Hidden = "(hidden)";
    private const string HiddenOther = "(hidden, another value)";
    private static readonly ISerializer Serializer = new SerializerBuilder().WithQuotingNecessaryStrings().Build();
    private static readonly string[] ServersOwn = ["managedFields", "resourceVersion", "generation", "uid", "creationTimestamp", "selfLink", "deletionGracePeriodSeconds"];

    /// <summary>The comparable form of an object; a copy.</summary>
    public static JsonObject Normalise(JsonObject content)
    {
        var copy = content.DeepClone().AsObject();
        copy.Remove("status");
        if (copy["metadata"] is JsonObject metadata)
        {
            foreach (var name in ServersOwn)
            {
                metadata.Remove(name);
            }

            if (metadata["annotations"] is JsonObject annotations)
            {
                annotations.Remove("kubectl.kubernetes.io/last-applied-configuration");
                annotations.Remove("deployment.kubernetes.io/revision");
            }
        }

        return copy;
    }

    /// <summary>Both sides as YAML. Data of Secrets is blanked out in a way that still shows which keys come, go and change.</summary>
    public static (string Before, string After) Write(JsonObject? before, JsonObject? after, Redactor redactor)
    {
        if ((string?)(after ?? before)?["kind"] == "Secret")
        {
            (before, after) = (before?.DeepClone().AsObject(), after?.DeepClone().AsObject());
            foreach (var field in new[] { "data", "stringData" })
            {
                Mask(before?[field] as JsonObject, after?[field] as JsonObject);
            }
        }

        return (Yaml(before, redactor), Yaml(after, redactor));
    }

    private static void Mask(JsonObject? before, JsonObject? after)
    {
        foreach (var key in (after ?? []).Select(pair => pair.Key).ToList())
        {
            var changed = before is not null && before.ContainsKey(key) && !JsonNode.DeepEquals(before[key], after![key]);
            after![key] = changed ? HiddenOther : Hidden;
        }

        foreach (var key in (before ?? []).Select(pair => pair.Key).ToList())
        {
            before![key] = Hidden;
        }
    }

    private static string Yaml(JsonObject? content, Redactor redactor) => content is null
        ? ""
        : redactor.Redact(Serializer.Serialize(Plain(content)!).ReplaceLineEndings("\n"));

    /// <summary>Keys sorted, so that the order in which a server or a template writes them makes no difference.</summary>
    private static object? Plain(JsonNode? node) => node switch
    {
        JsonObject mapping => mapping.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(pair => pair.Key, pair => Plain(pair.Value)),
        JsonArray list => list.Select(Plain).ToList(),
        JsonValue value => value.GetValueKind() switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number => value.TryGetValue(out long whole) ? whole : decimal.Parse(value.ToJsonString(), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture),
            _ => value.ToString(),
        },
        _ => null,
    };
}
