using System.Text.RegularExpressions;
using ClusterSim.Api;
using ClusterSim.Json;
using ClusterSim.Schemas;

namespace ClusterSim.Writing;

/// <summary>Validation of metadata: names, labels, annotations, owners, finalizers.</summary>
public static partial class MetaRules
{
    private const string SubdomainText = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
    private const string LabelText = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
    private const string Label1035Text = "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
    private const string ValueText = "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
    private const string NameText = "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

    public static IEnumerable<FieldError> Check(Resource resource, Map obj, Map? before)
    {
        var meta = obj.Child("metadata")!;
        var name = meta.Text("name") ?? "";
        if (name.Length == 0)
        {
            yield return FieldError.Required("metadata.name", "name or generateName is required");
        }
        else if (before is null)
        {
            foreach (var why in NameErrors(resource, name))
            {
                yield return FieldError.Invalid("metadata.name", $"\"{name}\"", why);
            }
        }

        foreach (var error in Labels(meta.Child("labels"), "metadata.labels"))
        {
            yield return error;
        }

        foreach (var key in (meta.Child("annotations") ?? []).Keys.Where(k => QualifiedError(k.ToLowerInvariant()) is not null))
        {
            yield return FieldError.Invalid("metadata.annotations", $"\"{key}\"", QualifiedError(key.ToLowerInvariant())!);
        }

        foreach (var (owner, i) in meta.Maps("ownerReferences").Select((o, i) => (o, i)))
        {
            foreach (var key in (string[])["apiVersion", "kind", "name", "uid"])
            {
                if (owner.Text(key) is null or "")
                {
                    yield return FieldError.Invalid($"metadata.ownerReferences[{i}].{key}", "\"\"", key == "apiVersion" ? "version must not be empty" : $"must not be empty");
                }
            }
        }

        foreach (var finalizer in meta.List("finalizers")?.OfType<string>() ?? [])
        {
            if (QualifiedError(finalizer) is { } why)
            {
                yield return FieldError.Invalid("metadata.finalizers", $"\"{finalizer}\"", why);
            }
            else if (resource.Custom is null && !finalizer.Contains('/', StringComparison.Ordinal) && finalizer is not ("orphan" or "foregroundDeletion" or "kubernetes"))
            {
                yield return FieldError.Invalid("metadata.finalizers[0]", $"\"{finalizer}\"", "name is neither a standard finalizer name nor is it fully qualified");
            }
        }

        if (before is not null && meta.Get("deletionTimestamp") is not null)
        {
            var old = before.Child("metadata")!.List("finalizers")?.OfType<string>() ?? [];
            var extra = (meta.List("finalizers")?.OfType<string>() ?? []).Except(old).ToList();
            if (extra.Count > 0)
            {
                yield return FieldError.Forbidden("metadata.finalizers", $"no new finalizers can be added if the object is being deleted, found new finalizers []string{{{string.Join(", ", extra.Select(e => $"\"{e}\""))}}}");
            }
        }
    }

    public static IEnumerable<FieldError> Labels(Map? labels, string path)
    {
        foreach (var (key, value) in labels ?? [])
        {
            if (QualifiedError(key) is { } why)
            {
                yield return FieldError.Invalid(path, $"\"{key}\"", why);
            }

            var text = value as string ?? "";
            if (text.Length > 63)
            {
                yield return FieldError.Invalid(path, $"\"{text}\"", "must be no more than 63 characters");
            }

            if (!LabelValue().IsMatch(text))
            {
                yield return FieldError.Invalid(path, $"\"{text}\"", ValueText);
            }
        }
    }

    public static string? LabelError(string name) => name.Length > 63 ? "must be no more than 63 characters" : Label().IsMatch(name) ? null : LabelText;

    public static string? SubdomainError(string name) => name.Length > 253 ? "must be no more than 253 characters" : Subdomain().IsMatch(name) ? null : SubdomainText;

    private static string? QualifiedError(string key)
    {
        var parts = key.Split('/');
        if (parts.Length > 2)
        {
            return $"a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
        }

        if (parts.Length == 2 && !Subdomain().IsMatch(parts[0]))
        {
            return parts[0].Length == 0 ? "prefix part must be non-empty" : $"prefix part {SubdomainText}";
        }

        return parts[^1].Length == 0 ? "name part must be non-empty" : parts[^1].Length > 63 ? "name part must be no more than 63 characters" : QualifiedName().IsMatch(parts[^1]) ? null : NameText;
    }

    private static IEnumerable<string> NameErrors(Resource resource, string name)
    {
        if (resource.Group == "rbac.authorization.k8s.io")
        {
            if (name is "." or "..")
            {
                yield return $"may not be '{name}'";
            }

            foreach (var c in "/%")
            {
                if (name.Contains(c, StringComparison.Ordinal))
                {
                    yield return $"may not contain '{c}'";
                }
            }

            yield break;
        }

        var why = resource.StorageKey switch
        {
            "namespaces" => LabelError(name),
            "services" => name.Length > 63 ? "must be no more than 63 characters" : Label1035().IsMatch(name) ? null : Label1035Text,
            _ => SubdomainError(name),
        };
        if (why is not null)
        {
            yield return why;
        }
    }

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$")]
    private static partial Regex Subdomain();

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")]
    private static partial Regex Label();

    [GeneratedRegex("^[a-z]([-a-z0-9]*[a-z0-9])?$")]
    private static partial Regex Label1035();

    [GeneratedRegex("^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$")]
    private static partial Regex LabelValue();

    [GeneratedRegex("^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$")]
    private static partial Regex QualifiedName();
}
