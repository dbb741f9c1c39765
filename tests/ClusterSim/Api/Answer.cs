using System.Text;
using ClusterSim.Json;
using ClusterSim.Proto;
using ClusterSim.Schemas;

namespace ClusterSim.Api;

/// <summary>Writes answers in the form that was negotiated.</summary>
public static class Answer
{
    public static async Task Text(ApiCall call, int code, string text)
    {
        Head(call, code, "text/plain; charset=utf-8");
        await call.Http.Response.WriteAsync(text, call.Aborted);
    }

    public static Task Json(ApiCall call, int code, Map value, string contentType = "application/json") => Raw(call, code, JsonText.ToUtf8(value), contentType);

    public static async Task Raw(ApiCall call, int code, ReadOnlyMemory<byte> body, string contentType)
    {
        Head(call, code, contentType);
        call.Http.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(call.Http.Request.Method))
        {
            await call.Http.Response.Body.WriteAsync(body, call.Aborted);
        }
    }

    /// <summary>An object of <paramref name="schema"/>, whole or as asked.</summary>
    public static async Task Object(ApiCall call, int code, Map obj, Schema schema, Resource? resource = null)
    {
        var form = Negotiation.Of(call.Http.Request.Headers.Accept.ToString(), schema.Name.Length > 0);
        var shaped = resource is null ? obj : Shape(call, form, obj, resource);
        if (form.Format == BodyFormat.Protobuf)
        {
            await Raw(call, code, ProtoWriter.Envelope(shaped, schema), Negotiation.Protobuf);
        }
        else if (form.Format == BodyFormat.Yaml)
        {
            await Raw(call, code, Encoding.UTF8.GetBytes(YamlText.Write(shaped)), "application/yaml");
        }
        else
        {
            await Json(call, code, shaped);
        }
    }

    public static async Task Status(ApiCall call, ApiException failure)
    {
        var status = failure.ToStatus();
        if (failure.Code == 429)
        {
            call.Http.Response.Headers.RetryAfter = "1";
        }

        Negotiation form;
        try
        {
            form = Negotiation.Of(call.Http.Request.Headers.Accept.ToString(), protobuf: true);
        }
        catch (ApiException)
        {
            form = new Negotiation(BodyFormat.Json, "", "", "");
        }

        if (form.Format == BodyFormat.Protobuf && call.Cluster.Registry.BuiltIn.Types.Find("meta.v1.Status") is { } schema)
        {
            await Raw(call, failure.Code, ProtoWriter.Envelope(status, schema), Negotiation.Protobuf);
        }
        else
        {
            await Json(call, failure.Code, status);
        }
    }

    private static Map Shape(ApiCall call, Negotiation form, Map obj, Resource resource) => form.As switch
    {
        "Table" => Tables.TableView.Of(call.Cluster, resource, [obj], new Map { ["resourceVersion"] = obj.At("metadata", "resourceVersion") }, call.Query("includeObject"), call.Cluster.Time),
        "PartialObjectMetadata" => Partial(obj),
        _ => obj,
    };

    /// <summary>The metadata alone, as the server keeps it: what an annotation shows of a field is not among it.</summary>
    public static Map Partial(Map obj)
    {
        if (obj.At("metadata", "annotations") is Map notes && notes.Remove(Writing.KindRules.TemplateGeneration) && notes.Count == 0)
        {
            obj.Child("metadata")!.Remove("annotations");
        }

        return new() { ["kind"] = "PartialObjectMetadata", ["apiVersion"] = "meta.k8s.io/v1", ["metadata"] = obj.Get("metadata") };
    }

    private static void Head(ApiCall call, int code, string contentType)
    {
        var response = call.Http.Response;
        response.StatusCode = code;
        response.ContentType = contentType;
        response.Headers.CacheControl = "no-cache, private";
        response.Headers["Audit-Id"] = Guid.NewGuid().ToString();
        foreach (var warning in call.Warnings)
        {
            response.Headers.Append("Warning", $"299 - \"{warning.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
        }
    }
}
