using System.Text.Json;
using System.Text.Json.Nodes;
using k8s;
using Portal.Core.Kubernetes;
using Portal.Core.Problems;

namespace Portal.Core.Monitoring.ApplicationMetrics;

/// <summary>Asks a cluster for what decides whether a monitor in it is read, within a deadline.</summary>
internal sealed class MonitorFactsReader(IClusterConnections connections, TimeProvider clock)
{
    private const int MostObjects = 500;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(8);

    /// <exception cref="ProblemException">The cluster gave no answer, or said no.</exception>
    public Task<MonitorFacts> ReadAsync(Guid clusterId, string cluster, MonitorSettings settings, string name, CancellationToken cancellationToken) =>
        AskAsync(clusterId, cluster, async (client, token) =>
        {
            var definition = await OptionalRead.FindAsync(() => ObjectAsync(client.CustomObjects.GetClusterCustomObjectAsync(
                "apiextensions.k8s.io", "v1", "customresourcedefinitions", MonitorManifest.Definition(settings.Kind), token)));
            var space = await OptionalRead.FindAsync(() => client.CoreV1.ReadNamespaceAsync(settings.Namespace, cancellationToken: token));
            if (definition is null)
            {
                return new MonitorFacts(null, Labels(space?.Metadata.Labels), [], [], null);
            }

            var endpoints = space is null ? [] : await EndpointsAsync(client, settings.Kind, settings.Namespace, token);
            var present = name.Length == 0 ? null : await OptionalRead.FindAsync(() => ObjectAsync(client.CustomObjects.GetNamespacedCustomObjectAsync(
                MonitorManifest.Group, "v1", settings.Namespace, MonitorManifest.Plural(settings.Kind), name, token)));
            var servers = await OptionalRead.FindAsync(() => ObjectAsync(client.CustomObjects.ListClusterCustomObjectAsync(
                MonitorManifest.Group, "v1", "prometheuses", limit: MostObjects, cancellationToken: token)));
            return new MonitorFacts(definition, space is null ? null : Labels(space.Metadata.Labels) ?? [], endpoints,
                [.. (servers?["items"] as JsonArray ?? []).OfType<JsonObject>()], present);
        }, cancellationToken);

    /// <summary>What can be picked: the namespaces, and the services or pods of one of them.</summary>
    public Task<MonitorPlace> LookAsync(Guid clusterId, string cluster, MonitorKind kind, string @namespace, CancellationToken cancellationToken) =>
        AskAsync(clusterId, cluster, async (client, token) =>
        {
            var spaces = await client.CoreV1.ListNamespaceAsync(limit: MostObjects, cancellationToken: token);
            var endpoints = @namespace.Length == 0 ? [] : await EndpointsAsync(client, kind, @namespace, token);
            return new MonitorPlace([.. spaces.Items.Select(space => space.Metadata.Name).Order(StringComparer.Ordinal)], endpoints);
        }, cancellationToken);

    private static async Task<IReadOnlyList<MonitorEndpoint>> EndpointsAsync(IKubernetes client, MonitorKind kind, string space, CancellationToken cancellationToken)
    {
        if (kind == MonitorKind.ServiceMonitor)
        {
            var services = await client.CoreV1.ListNamespacedServiceAsync(space, limit: MostObjects, cancellationToken: cancellationToken);
            return [.. services.Items.Select(service => new MonitorEndpoint(service.Metadata.Name, Labels(service.Metadata.Labels) ?? [],
                [.. (service.Spec.Ports ?? []).Select(port => new MonitorPort(port.Name ?? "", [port.TargetPort?.Value is { Length: > 0 } target ? target : $"{port.Port}"]))]))];
        }

        var pods = await client.CoreV1.ListNamespacedPodAsync(space, limit: MostObjects, cancellationToken: cancellationToken);
        return [.. pods.Items.Select(pod => new MonitorEndpoint(pod.Metadata.Name, Labels(pod.Metadata.Labels) ?? [],
            [.. pod.Spec.Containers.SelectMany(container => container.Ports ?? []).Select(port => new MonitorPort(port.Name ?? "", [$"{port.ContainerPort}"]))]))];
    }

    private static Dictionary<string, string>? Labels(IDictionary<string, string>? labels) => labels?.ToDictionary();

    private static async Task<JsonObject> ObjectAsync(Task<object> answer) => JsonSerializer.SerializeToNode(await answer)!.AsObject();

    private async Task<T> AskAsync<T>(Guid clusterId, string cluster, Func<IKubernetes, CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Deadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await ask(await connections.ConnectAsync(clusterId, either.Token), either.Token);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw ProblemException.Unavailable($"Cluster {cluster} did not tell what can be scraped there", $"It did not answer within {Deadline.TotalSeconds:0} seconds.",
                "Try again; if it goes on, look at the cluster's health.", error);
        }
        catch (Exception error) when (error is not ProblemException && KubernetesFaults.IsFault(error))
        {
            throw KubernetesFaults.Describe(error, cluster);
        }
    }
}

/// <summary>What of a cluster can be scraped.</summary>
/// <param name="Endpoints">The services or pods of the namespace that was asked for.</param>
public sealed record MonitorPlace(IReadOnlyList<string> Namespaces, IReadOnlyList<MonitorEndpoint> Endpoints);
