using ClusterSim.Json;
using ClusterSim.Schemas;
using ClusterSim.Storage;

namespace ClusterSim.Api;

/// <summary>A label selector in its text form: <c>a=b,c!=d,e in (f,g),h,!i</c>.</summary>
public sealed class LabelSelector
{
    private readonly List<(string Key, string Op, HashSet<string> Values)> _terms = [];

    public bool IsEmpty => _terms.Count == 0;

    /// <exception cref="ApiException">400, in the words of the API server's parser.</exception>
    public static LabelSelector Parse(string? text)
    {
        var selector = new LabelSelector();
        if (string.IsNullOrEmpty(text))
        {
            return selector;
        }

        var tokens = Tokens(text);
        var at = 0;
        string Next() => at < tokens.Count ? tokens[at++] : "";
        string Peek() => at < tokens.Count ? tokens[at] : "";
        while (at < tokens.Count)
        {
            var not = Peek() == "!";
            if (not)
            {
                at++;
            }

            var key = Next();
            if (!IsWord(key))
            {
                throw Failures.BadRequest($"unable to parse requirement: found '{key}', expected: {(not ? "identifier" : "!, identifier, or 'end of string'")}");
            }

            if (not || Peek() is "" or ",")
            {
                selector._terms.Add((key, not ? "!" : "exists", []));
            }
            else
            {
                selector._terms.Add(ReadTerm(key, Next, Peek));
            }

            if (Peek() == "")
            {
                break;
            }

            if (Next() is var comma && comma != ",")
            {
                throw Failures.BadRequest($"unable to parse requirement: found '{comma}', expected: ',' or 'end of string'");
            }
        }

        return selector;
    }

    /// <summary>From the JSON form of <c>LabelSelector</c>.</summary>
    public static LabelSelector From(Map? map)
    {
        var selector = new LabelSelector();
        foreach (var (key, value) in map?.Child("matchLabels") ?? [])
        {
            selector._terms.Add((key, "in", [value as string ?? ""]));
        }

        foreach (var term in map?.Maps("matchExpressions") ?? [])
        {
            var values = term.List("values")?.OfType<string>().ToHashSet() ?? [];
            selector._terms.Add((term.Text("key") ?? "", term.Text("operator") switch { "In" => "in", "NotIn" => "notin", "Exists" => "exists", _ => "!" }, values));
        }

        return selector;
    }

    public bool Matches(IReadOnlyDictionary<string, string> labels) => _terms.TrueForAll(t => t.Op switch
    {
        "in" => labels.TryGetValue(t.Key, out var v) && t.Values.Contains(v),
        "notin" => !labels.TryGetValue(t.Key, out var v) || !t.Values.Contains(v),
        "exists" => labels.ContainsKey(t.Key),
        "!" => !labels.ContainsKey(t.Key),
        _ => labels.TryGetValue(t.Key, out var v) && long.TryParse(v, out var n) && long.TryParse(t.Values.First(), out var bound) && (t.Op == "gt" ? n > bound : n < bound),
    });

    private static (string, string, HashSet<string>) ReadTerm(string key, Func<string> next, Func<string> peek)
    {
        var op = next();
        switch (op)
        {
            case "=" or "==" or "!=":
                var value = IsWord(peek()) ? next() : "";
                return (key, op == "!=" ? "notin" : "in", [value]);
            case ">" or "<":
                return (key, op == ">" ? "gt" : "lt", [next()]);
            case "in" or "notin":
                if (next() is var open && open != "(")
                {
                    throw Failures.BadRequest($"unable to parse requirement: found '{open}' expected: '('");
                }

                HashSet<string> values = [];
                while (peek() is not ("" or ")"))
                {
                    if (next() is var word && word != ",")
                    {
                        values.Add(word);
                    }
                }

                next();
                return (key, op, values);
            default:
                throw Failures.BadRequest($"unable to parse requirement: found '{op}', expected: in, notin, =, ==, !=, gt, lt");
        }
    }

    private static bool IsWord(string token) => token.Length > 0 && token is not ("," or "!" or "(" or ")" or "=" or "==" or "!=" or "<" or ">");

    private static List<string> Tokens(string text)
    {
        List<string> tokens = [];
        for (var i = 0; i < text.Length;)
        {
            var c = text[i];
            if (char.IsWhiteSpace(c))
            {
                i++;
            }
            else if ("=!(),<>".Contains(c, StringComparison.Ordinal))
            {
                var two = i + 1 < text.Length ? text.Substring(i, 2) : "";
                var token = two is "==" or "!=" ? two : c.ToString();
                tokens.Add(token);
                i += token.Length;
            }
            else
            {
                var start = i;
                while (i < text.Length && !char.IsWhiteSpace(text[i]) && !"=!(),<>".Contains(text[i], StringComparison.Ordinal))
                {
                    i++;
                }

                tokens.Add(text[start..i]);
            }
        }

        return tokens;
    }
}

/// <summary>A field selector: <c>metadata.name=a,status.phase!=Running</c>, on the fields that the kind allows.</summary>
public sealed class FieldSelector
{
    private static readonly Dictionary<string, string[]> Known = new(StringComparer.Ordinal)
    {
        ["pods"] = ["metadata.name", "metadata.namespace", "spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork", "status.phase", "status.podIP", "status.podIPs", "status.nominatedNodeName"],
        ["nodes"] = ["metadata.name", "spec.unschedulable"],
        ["namespaces"] = ["metadata.name", "status.phase"],
        ["secrets"] = ["metadata.name", "metadata.namespace", "type"],
        ["services"] = ["metadata.name", "metadata.namespace", "spec.clusterIP", "spec.type"],
        ["replicasets.apps"] = ["metadata.name", "metadata.namespace", "status.replicas"],
        ["replicationcontrollers"] = ["metadata.name", "metadata.namespace", "status.replicas"],
        ["jobs.batch"] = ["metadata.name", "metadata.namespace", "status.successful"],
        ["certificatesigningrequests.certificates.k8s.io"] = ["metadata.name", "spec.signerName"],
        ["events"] =
        [
            "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion", "involvedObject.resourceVersion",
            "involvedObject.fieldPath", "reason", "reportingComponent", "source", "type", "metadata.name", "metadata.namespace",
        ],
    };

    private readonly List<(string[] Path, string Value, bool Not)> _terms = [];

    public bool IsEmpty => _terms.Count == 0;

    public static FieldSelector Parse(string? text, Resource resource)
    {
        var selector = new FieldSelector();
        foreach (var term in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var not = term.Contains("!=", StringComparison.Ordinal);
            var parts = not ? term.Split("!=", 2) : term.Contains("==", StringComparison.Ordinal) ? term.Split("==", 2) : term.Split('=', 2);
            if (parts.Length != 2)
            {
                throw Failures.BadRequest($"invalid selector: '{term}'; can't understand '{term}'");
            }

            if (!Allowed(resource, parts[0]))
            {
                throw Failures.BadRequest(resource.Group.Length == 0 && !Known.ContainsKey(resource.StorageKey) || resource.Custom is null && !Known.ContainsKey(resource.StorageKey)
                    ? $"\"{parts[0]}\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\""
                    : $"field label not supported: {parts[0]}");
            }

            selector._terms.Add((parts[0].Split('.'), parts[1], not));
        }

        return selector;
    }

    public bool Matches(Map obj) => _terms.TrueForAll(t => Text(obj, t.Path) == t.Value != t.Not);

    private static bool Allowed(Resource resource, string field) =>
        field == "metadata.name" || (resource.Namespaced && field == "metadata.namespace") || (resource.Custom is null && field == "metadata.namespace" && !Known.ContainsKey(resource.StorageKey))
        || (Known.TryGetValue(resource.StorageKey, out var fields) && fields.Contains(field));

    private static string Text(Map obj, string[] path) => obj.At(path) switch
    {
        string s => s,
        bool b => b ? "true" : "false",
        long l => l.ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => path[^1] is "unschedulable" or "hostNetwork" ? "false" : path[^1] is "successful" or "replicas" ? "0" : "",
    };
}

/// <summary>Both selectors of a list or watch.</summary>
public sealed record Selection(LabelSelector Labels, FieldSelector Fields)
{
    public bool IsEmpty => Labels.IsEmpty && Fields.IsEmpty;

    public static Selection Of(ApiCall call, Resource resource) =>
        new(LabelSelector.Parse(call.Query("labelSelector")), FieldSelector.Parse(call.Query("fieldSelector"), resource));

    public bool Matches(StoredObject obj) => Labels.Matches(obj.Labels) && (Fields.IsEmpty || Fields.Matches(obj.Read()));
}
