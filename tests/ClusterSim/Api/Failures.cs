using ClusterSim.Json;
using ClusterSim.Schemas;

namespace ClusterSim.Api;

/// <summary>The failures of the API in its own words.</summary>
public static class Failures
{
    public static ApiException NotFound(Resource resource, string name) => NotFound(resource.Group, resource.Plural, name);

    public static ApiException NotFound(string group, string plural, string name) =>
        new(404, "NotFound", $"{Qualify(plural, group)} \"{name}\" not found", Details(name, group, plural));

    public static ApiException NoSuchResource() => new(404, "NotFound", "the server could not find the requested resource", []);

    public static ApiException AlreadyExists(Resource resource, string name) =>
        new(409, "AlreadyExists", $"{resource.Qualified} \"{name}\" already exists", Details(name, resource.Group, resource.Plural));

    public static ApiException Conflict(Resource resource, string name, string why) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {resource.Qualified} \"{name}\": {why}", Details(name, resource.Group, resource.Plural));

    public static ApiException Modified(Resource resource, string name) =>
        Conflict(resource, name, "the object has been modified; please apply your changes to the latest version and try again");

    public static ApiException BadRequest(string message) => new(400, "BadRequest", message);

    public static ApiException Forbidden(string group, string plural, string name, string why)
    {
        var what = Qualify(plural, group);
        return new(403, "Forbidden", name.Length == 0 ? $"{what} is forbidden: {why}" : $"{what} \"{name}\" is forbidden: {why}", Details(name, group, plural));
    }

    public static ApiException Unauthorized() => new(401, "Unauthorized", "Unauthorized");

    public static ApiException MethodNotAllowed() => new(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", []);

    public static ApiException Invalid(string group, string kind, string name, IReadOnlyList<FieldError> errors)
    {
        var details = Details(name, group, kind);
        details["causes"] = new Seq(errors.Select(e => (object?)new Map { ["reason"] = e.Reason, ["message"] = e.Body, ["field"] = e.Path }));
        var texts = errors.Select(e => e.ToString()).Distinct().ToList();
        var all = texts.Count == 1 ? texts[0] : $"[{string.Join(", ", texts)}]";
        return new(422, "Invalid", $"{Qualify(kind, group)} \"{name}\" is invalid: {all}", details);
    }

    public static ApiException Expired(string message) => new(410, "Expired", message);

    public static Map Details(string name, string group, string kind)
    {
        var details = new Map();
        if (name.Length > 0)
        {
            details["name"] = name;
        }

        if (group.Length > 0)
        {
            details["group"] = group;
        }

        details["kind"] = kind;
        return details;
    }

    private static string Qualify(string name, string group) => group.Length == 0 ? name : $"{name}.{group}";
}

/// <summary>One invalid field; <paramref name="Body"/> is the message without the path.</summary>
public sealed record FieldError(string Reason, string Path, string Body)
{
    public static FieldError Invalid(string path, string value, string why) => new("FieldValueInvalid", path, $"Invalid value: {value}: {why}");

    public static FieldError Required(string path, string why = "") => new("FieldValueRequired", path, why.Length == 0 ? "Required value" : $"Required value: {why}");

    public static FieldError Forbidden(string path, string why) => new("FieldValueForbidden", path, $"Forbidden: {why}");

    public static FieldError Duplicate(string path, string value) => new("FieldValueDuplicate", path, $"Duplicate value: {value}");

    public static FieldError NotSupported(string path, string value, IEnumerable<string> supported) =>
        new("FieldValueNotSupported", path, $"Unsupported value: {value}: supported values: {string.Join(", ", supported.Select(s => $"\"{s}\""))}");

    public override string ToString() => $"{Path}: {Body}";
}
