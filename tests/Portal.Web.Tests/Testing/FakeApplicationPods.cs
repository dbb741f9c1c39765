using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Distribution.Pods;

namespace Portal.Web.Tests.Testing;

public sealed class FakeApplicationPods : FakeService, IApplicationPods
{
    public List<ContainerRequest> Read { get; } = [];

    public Task<WorkloadPods> LookAsync(WorkloadPlace place, Actor actor, CancellationToken cancellationToken) => ReadAsync(() => new WorkloadPods(
        [
            new PodView("web-7d4b-x1", "node-2", "CrashLoopBackOff", "back-off 5m0s restarting failed container", false, 7, Sample.Now,
                [new ContainerView("main", "nginx:1.27", false, false, "CrashLoopBackOff", "back-off 5m0s restarting failed container", 7, "Error, exit code 1")]),
        ],
        false,
        [new MemberEvent(Sample.Now, "Warning", "BackOff", "Pod/web-7d4b-x1", "shop", "Back-off restarting failed container", 12)]));

    public Task<ContainerLog> ReadLogAsync(WorkloadPlace place, ContainerRequest request, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        Read.Add(request);
        return new ContainerLog(request.Pod, request.Container, request.Previous, ["starting", "cannot open /data: <none>"], false);
    });
}
