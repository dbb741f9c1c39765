using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ClusterSim.Json;
using ClusterSim.Proto;
using ClusterSim.Schemas;
using ClusterSim.Storage;
using ClusterSim.Writing;

namespace ClusterSim.Api;

/// <summary>Lists, in pages of one revision, and watches.</summary>
public static partial class ListApi
{
    public static async Task List(ApiCall call, Resource resource)
    {
        var limit = Number(call, "limit");
        Number(call, "timeoutSeconds");
        var selection = Selection.Of(call, resource);
        var (revision, start) = Position(call);
        var store = call.Cluster.Store;
        var ns = resource.Namespaced && call.Info.Namespace.Length > 0 ? call.Info.Namespace : null;
        List<StoredObject> all;
        lock (store.Gate)
        {
            revision ??= store.Revision;
            if (revision > store.Revision)
            {
                throw call.Query("resourceVersionMatch") == "Exact"
                    ? new ApiException(500, "", "etcdserver: mvcc: required revision is a future revision")
                    : new ApiException(504, "Timeout", $"Timeout: Too large resource version: {revision}, current: {store.Revision}", new Map
                    {
                        ["causes"] = new Seq { new Map { ["reason"] = "ResourceVersionTooLarge", ["message"] = "Too large resource version" } },
                        ["retryAfterSeconds"] = 1L,
                    });
            }

            all = store.ListAt(resource.StorageKey, ns, revision.Value) ?? throw (start is null
                ? Failures.Expired($"The resourceVersion for the provided list is too old.")
                : Failures.Expired("The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list."));
        }

        var meta = new Map { ["resourceVersion"] = revision.Value.ToString(CultureInfo.InvariantCulture) };
        IEnumerable<StoredObject> rest = start is null ? all : all.Where(o => string.CompareOrdinal(Key(o, ns), start) >= 0);
        List<StoredObject> matching = selection.IsEmpty ? [.. rest] : [.. rest.Where(selection.Matches)];
        if (limit is > 0 && matching.Count > limit)
        {
            var page = matching[..(int)limit];
            var token = new Map { ["v"] = "meta.k8s.io/v1", ["rv"] = revision.Value, ["start"] = Key(page[^1], ns) + "\0" };
            meta["continue"] = Base64Url.EncodeToString(JsonText.ToUtf8(token));
            if (selection.IsEmpty)
            {
                meta["remainingItemCount"] = (long)(matching.Count - page.Count);
            }

            matching = page;
        }

        await Write(call, resource, matching, meta);
    }

    /// <summary>Writes a list of stored objects. Where they are asked for as they are stored, their bytes go out unread.</summary>
    public static async Task Write(ApiCall call, Resource resource, List<StoredObject> items, Map meta)
    {
        var form = Negotiation.Of(call.Http.Request.Headers.Accept.ToString(), resource.Custom is null);
        Map Item(StoredObject o) => Versions.Convert(call.Cluster, resource, o.Read());
        if (form.As == "Table")
        {
            var table = Tables.TableView.Of(call.Cluster, resource, [.. items.Select(Item)], meta, call.Query("includeObject"), call.Cluster.Time);
            await Answer.Json(call, 200, table);
            return;
        }

        var list = new Map { ["kind"] = resource.ListKind, ["apiVersion"] = resource.GroupVersion, ["metadata"] = meta };
        if (form.As.StartsWith("PartialObjectMetadata", StringComparison.Ordinal))
        {
            (list["kind"], list["apiVersion"]) = ("PartialObjectMetadataList", "meta.k8s.io/v1");
            list["items"] = new Seq(items.Select(i => (object?)Answer.Partial(Item(i))));
            await Answer.Json(call, 200, list);
        }
        else if (form.Format == BodyFormat.Json)
        {
            await Answer.Raw(call, 200, Stitch(call, resource, items, list), "application/json");
        }
        else
        {
            list["items"] = new Seq(items.Select(i => (object?)Plain(resource, Item(i))));
            if (form.Format == BodyFormat.Yaml)
            {
                await Answer.Raw(call, 200, Encoding.UTF8.GetBytes(YamlText.Write(list)), "application/yaml");
            }
            else
            {
                await Answer.Raw(call, 200, ProtoWriter.Envelope(list, ListSchema(call, resource)), Negotiation.Protobuf);
            }
        }
    }

    // Items of a built-in list do not say their kind; the list does.
    private static Map Plain(Resource resource, Map obj)
    {
        if (resource.Custom is null)
        {
            obj.Remove("kind");
            obj.Remove("apiVersion");
        }

        return obj;
    }

    private static Schema ListSchema(ApiCall call, Resource resource)
    {
        var schema = new Schema { Type = SchemaType.Object, Name = "meta.v1.List" };
        schema.Proto[1] = new Field { Name = "metadata", Number = 1, Schema = call.Cluster.Registry.BuiltIn.Types.Find("meta.v1.ListMeta")! };
        schema.Proto[2] = new Field { Name = "items", Number = 2, Schema = new Schema { Type = SchemaType.List, Element = resource.Schema } };
        return schema;
    }

    private static ReadOnlyMemory<byte> Stitch(ApiCall call, Resource resource, List<StoredObject> items, Map list)
    {
        var stream = new MemoryStream(256 + items.Sum(i => i.Json.Length));
        var head = JsonText.ToUtf8(list);
        stream.Write(head.AsSpan(0, head.Length - 1));
        stream.Write(",\"items\":["u8);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
            {
                stream.WriteByte((byte)',');
            }

            stream.Write(ItemBytes(call, resource, items[i]));
        }

        stream.Write("]}"u8);
        return stream.GetBuffer().AsMemory(0, (int)stream.Length);
    }

    private static ReadOnlySpan<byte> ItemBytes(ApiCall call, Resource resource, StoredObject item)
    {
        if (resource.Custom is not null || !item.Json.AsSpan().StartsWith("{\"kind\":"u8))
        {
            return JsonText.ToUtf8(Plain(resource, Versions.Convert(call.Cluster, resource, item.Read())));
        }

        var prefix = Encoding.UTF8.GetBytes($"{{\"kind\":\"{resource.Kind}\",\"apiVersion\":\"{resource.GroupVersion}\",");
        if (item.Json.AsSpan().StartsWith(prefix))
        {
            var bytes = item.Json.AsSpan(prefix.Length - 1).ToArray();
            bytes[0] = (byte)'{';
            return bytes;
        }

        return JsonText.ToUtf8(Plain(resource, Versions.Convert(call.Cluster, resource, item.Read())));
    }

    private static string Key(StoredObject obj, string? ns) => ns is null && obj.Namespace.Length > 0 ? $"{obj.Namespace}/{obj.Name}" : obj.Name;

    private static (long? Revision, string? Start) Position(ApiCall call)
    {
        if (call.Query("continue") is { Length: > 0 } token)
        {
            try
            {
                var map = JsonText.ParseMap(Decoded(token));
                return (map.Number("rv") is -1 or null ? null : map.Number("rv"), map.Text("start") ?? throw new FormatException());
            }
            catch (JsonException)
            {
                throw Failures.BadRequest($"invalid continue token: continue key is not valid: {GoSyntax(Decoded(token))}");
            }
            catch (FormatException)
            {
                throw Failures.BadRequest("invalid continue token: continue key is not valid: illegal base64 data at input byte 0");
            }
        }

        return call.Query("resourceVersion") is { Length: > 0 } revision && revision != "0"
            ? (call.Query("resourceVersionMatch") == "Exact" || RevisionOf(revision) > call.Cluster.Store.Revision || (Number(call, "limit") > 0 && call.Query("resourceVersionMatch") is null) ? RevisionOf(revision) : null, null)
            : (null, null);
    }

    // Go's scanner looks at bytes, where ours sees characters.
    private static string GoSyntax(byte[] bytes) => GoJson.SyntaxError(Encoding.UTF8.GetBytes(Encoding.Latin1.GetString(bytes)));

    // Go does not mind bits that are left over.
    private static byte[] Decoded(string token)
    {
        var text = token.TrimEnd('=').Replace('-', '+').Replace('_', '/');
        return Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));
    }

    private static long RevisionOf(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
        ? revision
        : throw Failures.Invalid("meta.k8s.io", "ListOptions", "", [FieldError.Invalid("resourceVersion", $"\"{text}\"", "strconv.ParseUint: parsing \"" + text + "\": invalid syntax")]);

    private static long? Number(ApiCall call, string name)
    {
        if (call.Query(name) is not { Length: > 0 } text)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw Failures.BadRequest($"strconv.ParseInt: parsing \"{text}\": invalid syntax");
    }
}
