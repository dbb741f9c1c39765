using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.IntegrationTests.Security;

/// <summary>A body that must be refused.</summary>
/// <param name="What">What is wrong with it, for the message of a test that fails.</param>
/// <param name="Names">Of which one must be in the answer.</param>
internal sealed record MalformedBody(string What, byte[] Bytes, IReadOnlyList<string> Names);

/// <summary>Breaks one thing of a good body, by a seeded generator.</summary>
internal sealed class MalformedBodies(Random random)
{
    private const string Mark = "\u2021here\u2021";

    public MalformedBody Next(DescribedOperation operation)
    {
        var body = operation.Body.DeepClone();
        var places = Places(body.AsObject()).ToList();
        var (owner, name) = places[random.Next(places.Count)];
        switch (random.Next(10))
        {
            case 0 when operation.Required.Count > 0:
                var missing = operation.Required[random.Next(operation.Required.Count)];
                body.AsObject().Remove(missing);
                return Made("missing", body, missing);
            case 1:
                owner["unknown" + name] = 1;
                return Made("unknown member", body, "unknown" + name);
            case 2:
                return Replaced("a deep one", body, owner, name, new string('[', 40) + new string(']', 40));
            case 3:
                return Replaced("a number without end", body, owner, name, "1" + new string('0', 400));
            case 4:
                return Replaced("NUL", body, owner, name, "\"a\\u0000b\"");
            case 5:
                return Replaced("half a character", body, owner, name, "\"a\\ud83db\"");
            case 6:
                var doubled = owner[name]?.DeepClone();
                var twice = Replaced("twice", body, owner, name, $"{Text(doubled)},\"{name}\":{Text(doubled)}");
                return twice;
            case 7:
                var bytes = Replaced("no UTF-8", body, owner, name, "\"a\u00ffb\"");
                return bytes with { Bytes = [.. Encoding.Latin1.GetBytes(Encoding.UTF8.GetString(bytes.Bytes))] };
            case 8:
                var whole = body.ToJsonString();
                return new MalformedBody("cut", Encoding.UTF8.GetBytes(whole[..random.Next(1, whole.Length)]), ["body"]);
            default:
                return Replaced("another type", body, owner, name, Other(owner[name]));
        }
    }

    /// <summary>Every member of every object in it.</summary>
    private static IEnumerable<(JsonObject Owner, string Name)> Places(JsonObject owner) => owner.ToList().SelectMany(member =>
        (IEnumerable<(JsonObject, string)>)[(owner, member.Key), .. Inside(member.Value).SelectMany(Places)]);

    private static IEnumerable<JsonObject> Inside(JsonNode? node) => node switch
    {
        JsonObject one => [one],
        JsonArray many => many.SelectMany(Inside),
        _ => [],
    };

    private static string Other(JsonNode? value) => value switch
    {
        JsonArray => "\"text\"",
        JsonObject => "7",
        _ when value is not null && value.GetValueKind() == JsonValueKind.String => "{\"a\":[1]}",
        _ => "[\"text\"]",
    };

    private static string Text(JsonNode? node) => node?.ToJsonString() ?? "null";

    private static MalformedBody Made(string what, JsonNode body, string name) => new(string.Create(CultureInfo.InvariantCulture, $"{name}: {what}"), Encoding.UTF8.GetBytes(body.ToJsonString()), [name]);

    /// <summary>Written as text: a tree of JSON cannot hold what is wrong with it.</summary>
    private static MalformedBody Replaced(string what, JsonNode body, JsonObject owner, string name, string raw)
    {
        owner[name] = Mark;
        var text = body.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        return new MalformedBody($"{name}: {what}", Encoding.UTF8.GetBytes(text.Replace($"\"{Mark}\"", raw, StringComparison.Ordinal)), [name]);
    }
}
