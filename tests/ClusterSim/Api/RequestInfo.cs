namespace ClusterSim.Api;

/// <summary>What a request asks for, read from its method, path and query as the API server reads them.</summary>
public sealed record RequestInfo(
    bool IsResource, string Verb, string Group, string Version, string Namespace, string Plural, string Subresource, string Name, string Path, string Rest)
{
    private static readonly string[] NamespaceSubresources = ["status", "finalize"];

    public static RequestInfo Parse(string method, string path, Func<string, string?> query)
    {
        var plain = new RequestInfo(false, method.ToLowerInvariant(), "", "", "", "", "", "", path, "");
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries).AsSpan();
        if (parts.Length < 3 || (parts[0] != "api" && parts[0] != "apis") || (parts[0] == "apis" && parts.Length < 4))
        {
            return plain;
        }

        var (group, version) = parts[0] == "api" ? ("", parts[1]) : (parts[1], parts[2]);
        parts = parts[(parts[0] == "api" ? 2 : 3)..];
        var verb = method switch
        {
            "POST" => "create",
            "GET" or "HEAD" => "get",
            "PUT" => "update",
            "PATCH" => "patch",
            "DELETE" => "delete",
            _ => "",
        };
        if (parts[0] is "watch" && parts.Length > 1)
        {
            verb = "watch";
            parts = parts[1..];
        }

        var ns = "";
        if (parts[0] == "namespaces" && parts.Length > 1)
        {
            ns = parts[1];
            if (parts.Length > 2 && !(parts.Length == 3 && NamespaceSubresources.Contains(parts[2])))
            {
                parts = parts[2..];
            }
        }

        var plural = parts[0];
        var name = parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "";
        var sub = parts.Length > 2 ? parts[2] : "";
        var rest = parts.Length > 3 ? string.Join('/', parts[3..].ToArray()) : "";
        if (name.Length == 0 && verb == "get")
        {
            verb = query("watch") is { } watch && watch is not ("" or "false" or "0") ? "watch" : "list";
        }
        else if (name.Length == 0 && verb == "delete")
        {
            verb = "deletecollection";
        }
        else if (verb == "get" && sub.Length == 0 && query("watch") is "true" or "1")
        {
            verb = "watch";
        }

        return new RequestInfo(true, verb, group, version, ns, plural, sub, name, path, rest);
    }
}
