using System.Globalization;
using ClusterSim.Json;
using ClusterSim.Proto;
using ClusterSim.Schemas;
using ClusterSim.Storage;
using ClusterSim.Writing;

namespace ClusterSim.Api;

public static partial class ListApi
{
    public static async Task Watch(ApiCall call, Resource resource)
    {
        var seconds = Number(call, "timeoutSeconds") ?? 1800 + Random.Shared.Next(1800);
        var selection = Selection.Of(call, resource);
        if (call.Info.Name.Length > 0)
        {
            selection = selection with { Fields = FieldSelector.Parse($"metadata.name={call.Info.Name}", resource) };
        }

        if (call.Query("sendInitialEvents") is not null && call.Cluster.Registry.Minor < 32)
        {
            throw Failures.Invalid("meta.k8s.io", "ListOptions", "", [FieldError.Forbidden("sendInitialEvents", "sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled")]);
        }

        var form = Negotiation.Of(call.Http.Request.Headers.Accept.ToString(), resource.Custom is null);
        var store = call.Cluster.Store;
        var ns = resource.Namespaced && call.Info.Namespace.Length > 0 ? call.Info.Namespace : null;
        var bookmarks = call.Query("allowWatchBookmarks") is "true" or "1";
        List<StoredObject> first = [];
        long at;
        lock (store.Gate)
        {
            var given = call.Query("resourceVersion") is { Length: > 0 } text ? RevisionOf(text) : 0;
            at = given == 0 ? store.Revision : given;
            if (given == 0)
            {
                first = [.. store.List(resource.StorageKey, ns).Where(selection.Matches)];
            }
        }

        var response = call.Http.Response;
        response.StatusCode = 200;
        response.ContentType = form.Format == BodyFormat.Protobuf ? "application/vnd.kubernetes.protobuf;stream=watch" : "application/json";
        await using var stream = new WatchStream(call, resource, form);
        await response.StartAsync(call.Aborted);
        foreach (var item in first)
        {
            await stream.Send("ADDED", item);
        }

        if (bookmarks && call.Query("sendInitialEvents") == "true")
        {
            await stream.Bookmark(at, initialEnd: true);
        }

        await response.Body.FlushAsync(call.Aborted);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(call.Aborted);
        end.CancelAfter(TimeSpan.FromSeconds(Math.Max(seconds, 0)));
        try
        {
            await Follow(call, resource, store, ns, selection, stream, at, bookmarks, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The time asked for is over, or the client is gone.
        }
    }

    private static async Task Follow(ApiCall call, Resource resource, Store store, string? ns, Selection selection, WatchStream stream, long at, bool bookmarks, CancellationToken cancel)
    {
        while (true)
        {
            Task changed;
            List<StoreChange>? changes;
            lock (store.Gate)
            {
                changed = store.Changed;
                changes = store.Since(at);
            }

            if (changes is null)
            {
                await stream.Error(Failures.Expired($"too old resource version: {at} ({store.Oldest})"));
                return;
            }

            var sent = false;
            foreach (var change in changes.Where(c => c.Key == resource.StorageKey && (ns is null || c.After.Namespace == ns)))
            {
                sent |= await Send(stream, change, selection);
            }

            at = changes.Count > 0 ? changes[^1].Revision : at;
            if (sent)
            {
                await call.Http.Response.Body.FlushAsync(cancel);
            }

            var idle = Task.Delay(TimeSpan.FromMinutes(1), call.Cluster.Time, cancel);
            if (await Task.WhenAny(changed, idle) == idle)
            {
                await idle;
                if (bookmarks)
                {
                    await stream.Bookmark(Math.Max(at, store.Revision), initialEnd: false);
                    await call.Http.Response.Body.FlushAsync(cancel);
                }
            }

            cancel.ThrowIfCancellationRequested();
        }
    }

    // What a selector hides is no object to the watcher: entering it is an addition, leaving it a deletion.
    private static async Task<bool> Send(WatchStream stream, StoreChange change, Selection selection)
    {
        var was = change.Before is { } before && selection.Matches(before);
        var isNow = change.Type != ChangeType.Deleted && selection.Matches(change.After);
        var type = (was, isNow) switch { (false, true) => "ADDED", (true, true) => "MODIFIED", (true, false) => "DELETED", _ => null };
        if (type is null)
        {
            return false;
        }

        await stream.Send(type, change.After);
        return true;
    }

    private sealed class WatchStream(ApiCall call, Resource resource, Negotiation form) : IAsyncDisposable
    {
        private bool _columns = true;

        public Task Send(string type, StoredObject item)
        {
            var obj = Versions.Convert(call.Cluster, resource, item.Read());
            if (form.As == "Table")
            {
                var meta = new Map { ["resourceVersion"] = obj.At("metadata", "resourceVersion") };
                obj = Tables.TableView.Of(call.Cluster, resource, [obj], meta, call.Query("includeObject"), call.Cluster.Time);
                if (!_columns)
                {
                    obj["columnDefinitions"] = null;
                }

                _columns = false;
            }
            else if (form.As.StartsWith("PartialObjectMetadata", StringComparison.Ordinal))
            {
                obj = Answer.Partial(obj);
            }

            return Write(type, obj, resource.Schema);
        }

        public Task Bookmark(long revision, bool initialEnd)
        {
            var meta = new Map { ["resourceVersion"] = revision.ToString(CultureInfo.InvariantCulture), ["creationTimestamp"] = null };
            if (initialEnd)
            {
                meta["annotations"] = new Map { ["k8s.io/initial-events-end"] = "true" };
            }

            var mark = new Map { ["kind"] = resource.Kind, ["apiVersion"] = resource.GroupVersion, ["metadata"] = meta };
            return Write("BOOKMARK", mark, resource.Schema);
        }

        public Task Error(ApiException failure) => Write("ERROR", failure.ToStatus(), call.Cluster.Registry.BuiltIn.Types.Find("meta.v1.Status")!);

        public async ValueTask DisposeAsync()
        {
            if (!call.Aborted.IsCancellationRequested)
            {
                await call.Http.Response.Body.FlushAsync();
            }
        }

        private async Task Write(string type, Map obj, Schema schema)
        {
            var body = call.Http.Response.Body;
            if (form.Format == BodyFormat.Protobuf)
            {
                var frame = ProtoWriter.WatchEvent(type, ProtoWriter.Envelope(obj, schema));
                await body.WriteAsync(frame, call.Aborted);
                return;
            }

            await body.WriteAsync(JsonText.ToUtf8(new Map { ["type"] = type, ["object"] = obj }), call.Aborted);
            await body.WriteAsync("\n"u8.ToArray(), call.Aborted);
        }
    }
}
