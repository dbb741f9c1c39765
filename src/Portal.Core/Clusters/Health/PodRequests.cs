using k8s.Models;

namespace Portal.Core.Clusters.Health;

/// <summary>
/// What a pod asks of its node, by the scheduler's rule (k8s.io/component-helpers/resource.PodRequests): the containers and
/// sidecars together, or the largest moment of initialisation if that is more, and the overhead of the runtime class.
/// </summary>
/// <param name="Cpu">Thousandths of a core.</param>
/// <param name="Memory">Bytes.</param>
public readonly record struct PodRequests(long Cpu, long Memory)
{
    public static PodRequests Of(V1Pod pod)
    {
        var spec = pod.Spec;
        return spec is null ? default : new PodRequests(
            Sum(spec, "cpu", resources => resources.Milli("cpu")),
            Sum(spec, "memory", resources => resources.Units("memory")));
    }

    private static long Sum(V1PodSpec spec, string resource, Func<IDictionary<string, ResourceQuantity>?, long> read)
    {
        var total = (spec.Containers ?? []).Aggregate(0L, (sum, container) => Add(sum, read(container.Resources?.Requests)));
        long sidecars = 0, start = 0;
        foreach (var container in spec.InitContainers ?? [])
        {
            var request = read(container.Resources?.Requests);
            if (container.RestartPolicy == "Always")
            {
                sidecars = Add(sidecars, request);
                start = Math.Max(start, sidecars);
            }
            else
            {
                start = Math.Max(start, Add(sidecars, request));
            }
        }

        var pod = Math.Max(Add(total, sidecars), start);

        // Requests of the pod as a whole take the place of those of its containers.
        if (spec.Resources?.Requests is { } whole && whole.ContainsKey(resource))
        {
            pod = read(whole);
        }

        return Add(pod, read(spec.Overhead));
    }

    private static long Add(long left, long right) => left > long.MaxValue - right ? long.MaxValue : left + right;
}
