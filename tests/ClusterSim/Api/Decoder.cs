using System.Text;
using System.Text.Json;
using ClusterSim.Json;
using ClusterSim.Schemas;

namespace ClusterSim.Api;

/// <summary>Reads the object of a request.</summary>
public static class Decoder
{
    /// <summary>The object of <paramref name="body"/>, of the kind that the resource (or subresource) takes.</summary>
    public static Map Read(ApiCall call, byte[] body, string contentType, string group, string version, string kind, Schema schema)
    {
        var duplicates = new List<string>();
        var value = contentType switch
        {
            "" or "application/json" => ParseJson(body, kind, duplicates),
            "application/yaml" => YamlText.Parse(Encoding.UTF8.GetString(body)) as Map ?? throw Failures.BadRequest("the body is no object"),
            Negotiation.Protobuf => Proto.ProtoReader.Envelope(body, call.Cluster.Registry.BuiltIn.Types),
            _ => throw new ApiException(415, "UnsupportedMediaType", "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf"),
        };
        return Check(call, value, duplicates, group, version, kind, schema);
    }

    /// <summary>Checks kind and types, and treats unknown fields as <c>fieldValidation</c> asks.</summary>
    public static Map Check(ApiCall call, Map value, List<string> duplicates, string group, string version, string kind, Schema schema)
    {
        var expected = group.Length == 0 ? version : $"{group}/{version}";
        var (gotKind, gotVersion) = (value.Text("kind") ?? "", value.Text("apiVersion") ?? "");
        if (schema.Name.Length == 0 && gotKind.Length == 0)
        {
            throw Failures.BadRequest($"the object provided is unrecognized (must be of type {kind}): Object 'Kind' is missing in '{JsonText.ToText(value)}'");
        }

        gotKind = gotKind.Length == 0 ? kind : gotKind;
        gotVersion = gotVersion.Length == 0 ? expected : gotVersion;
        if (gotKind != kind || gotVersion != expected)
        {
            Mismatch(call, gotKind, gotVersion, kind, expected, group);
        }

        value["kind"] = kind;
        value["apiVersion"] = expected;
        if (schema.Name.Length == 0)
        {
            Strict(call, kind, version, duplicates, schema.Node is null ? [] : CustomSchema.Unknown(schema, value));
            return value;
        }

        var decoder = new TypedDecoder(call.Cluster.Registry.Minor < 34);
        var typed = decoder.Decode(schema, value);
        if (decoder.TypeError is { } error)
        {
            throw Failures.BadRequest($"{kind} in version \"{version}\" cannot be handled as a {kind}: {error}");
        }

        Strict(call, kind, version, duplicates, decoder.Unknown);
        return typed;
    }

    public static Map ParseJson(byte[] body, string kind, List<string> duplicates)
    {
        try
        {
            return JsonText.Parse(body, duplicates) as Map
                ?? throw Failures.BadRequest($"the object provided is unrecognized (must be of type {kind}): couldn't get version/kind; json parse error: json: cannot unmarshal array into Go value of type struct {{ APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }} ({Summary(body)})");
        }
        catch (JsonException)
        {
            throw Failures.BadRequest($"the object provided is unrecognized (must be of type {kind}): couldn't get version/kind; json parse error: {GoJson.SyntaxError(body)} ({Summary(body)})");
        }
    }

    private static void Mismatch(ApiCall call, string gotKind, string gotVersion, string kind, string expected, string group)
    {
        var slash = gotVersion.IndexOf('/', StringComparison.Ordinal);
        var (gotGroup, version) = slash < 0 ? ("", gotVersion) : (gotVersion[..slash], gotVersion[(slash + 1)..]);
        if (call.Cluster.Registry.FindKind(gotGroup, version, gotKind) is { Custom: null })
        {
            var to = group.Length == 0 ? "core" : group.Split('.')[0];
            throw Failures.BadRequest(gotVersion != expected && gotKind == kind
                ? $"the API version in the data ({gotVersion}) does not match the expected API version ({expected})"
                : $"{gotKind} in version \"{version}\" cannot be handled as a {kind}: converting ({KindTable.Package(gotGroup, version).Split('.')[^1]}.{gotKind}) to ({to}.{kind}): unknown conversion");
        }

        throw Failures.BadRequest(gotVersion != expected
            ? $"the API version in the data ({gotVersion}) does not match the expected API version ({expected})"
            : $"{gotKind} in version \"{version}\" cannot be handled as a {kind}: no kind \"{gotKind}\" is registered for version \"{gotVersion}\" in scheme \"pkg/api/legacyscheme/scheme.go:30\"");
    }

    private static void Strict(ApiCall call, string kind, string version, List<string> duplicates, List<string> unknown)
    {
        var mode = call.Query("fieldValidation") switch { "Strict" => 2, "Ignore" => 0, _ => 1 };
        List<string> errors = [.. duplicates.Select(d => $"duplicate field \"{d}\""), .. unknown.Select(u => $"unknown field \"{u}\"")];
        if (errors.Count == 0 || mode == 0)
        {
            return;
        }

        if (mode == 2)
        {
            throw Failures.BadRequest($"{kind} in version \"{version}\" cannot be handled as a {kind}: strict decoding error: {string.Join(", ", errors)}");
        }

        call.Warnings.AddRange(errors);
    }

    private static string Summary(byte[] body)
    {
        if (body.Length == 0)
        {
            return "<empty>";
        }

        var text = body[0] == '{' ? Encoding.UTF8.GetString(body, 0, Math.Min(30, body.Length)) : Convert.ToHexStringLower(body, 0, Math.Min(30, body.Length));
        return body.Length > 30 ? text + " ..." : text;
    }
}
