using k8s;
using k8s.Models;
using Portal.Core.Distribution.Pods;
using Portal.Core.Problems;
using Portal.IntegrationTests.Clusters;

namespace Portal.IntegrationTests.Distribution;

/// <summary>Pods of an application's workloads, and their logs.</summary>
[Collection(ApplicationCollection.Name)]
public sealed class ApplicationPodTests(ApplicationEstate estate)
{
    private const string Manifests = """
        apiVersion: v1
        kind: Secret
        metadata: {name: key, namespace: default}
        stringData: {key: swordfish-7731}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: logged, namespace: default}
        spec:
          replicas: 2
          selector: {matchLabels: {app: logged}}
          template:
            metadata:
              labels: {app: logged}
              annotations: {clustersim.kurator.dev/log: "LOG"}
            spec: {containers: [{name: main, image: registry.example.com/logged:1}]}
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Workload_ShowsItsPodsAndEvents_AndTheEndOfALog_WithoutSecrets()
    {
        var log = "\\e[31mred\\e[0m\\nkey is swordfish-7731\\n<script>";
        var id = await estate.CreateAsync("logged", ApplicationSources.On(Manifests.Replace("LOG", log, StringComparison.Ordinal), "a4"));
        await estate.SucceedAsync(id);
        var pods = estate.Get<IApplicationPods>();
        var place = new WorkloadPlace(id, estate.Clusters["a4"], "Deployment", "default", "logged");

        var seen = await pods.LookAsync(place, Estate.Viewer, Token);

        Assert.Equal([("Running", true, 1), ("Running", true, 1)], seen.Pods.Select(pod => (pod.State, pod.Ready, pod.Containers.Count)));
        Assert.Contains(seen.Events, one => one.Regarding == "Deployment/logged" && one.Reason == "ScalingReplicaSet");
        var read = await pods.ReadLogAsync(place, new ContainerRequest(seen.Pods[0].Name), Estate.Operator, Token);
        Assert.Equal(("main", false), (read.Container, read.Cut));
        Assert.Equal(["red", "key is ***", "<script>"], read.Lines);
        await AsThePersonAsync(pods, place);
    }

    [Fact]
    public async Task PodsOfOthers_AreNotTold_AndAClusterThatDoesNotAnswerIsNamed()
    {
        var id = await estate.CreateAsync("fenced", ApplicationSources.On(Workload("fenced"), "a4"));
        await estate.SucceedAsync(id);
        using var admin = estate.Admin("a4");
        await admin.CoreV1.CreateNamespacedPodAsync(
            new V1Pod
            {
                Metadata = new V1ObjectMeta { Name = "stranger", Labels = new Dictionary<string, string> { ["app"] = "stranger" } },
                Spec = new V1PodSpec { Containers = [new V1Container { Name = "main", Image = "a:1" }] },
            },
            "default", cancellationToken: Token);
        var pods = estate.Get<IApplicationPods>();
        var place = new WorkloadPlace(id, estate.Clusters["a4"], "Deployment", "default", "fenced");

        var stranger = await Assert.ThrowsAsync<ProblemException>(() => pods.ReadLogAsync(place, new ContainerRequest("stranger"), Estate.Operator, Token));
        Assert.Equal("Deployment default/fenced has no pod stranger on a4", stranger.Problem.What);
        var other = await Assert.ThrowsAsync<ProblemException>(() => pods.LookAsync(place with { Name = "stranger", Kind = "Pod" }, Estate.Operator, Token));
        Assert.Equal(ProblemKind.NotFound, other.Problem.Kind);
        var viewer = await Assert.ThrowsAsync<ProblemException>(() => pods.ReadLogAsync(place, new ContainerRequest("x"), Estate.Viewer, Token));
        Assert.Equal(ProblemKind.Forbidden, viewer.Problem.Kind);
        estate.Break("a4");
        try
        {
            var away = await Assert.ThrowsAsync<ProblemException>(() => pods.LookAsync(place, Estate.Viewer, Token));
            Assert.Equal(ProblemKind.Unavailable, away.Problem.Kind);
            Assert.Contains("a4", away.Problem.What, StringComparison.Ordinal);
        }
        finally
        {
            estate.Mend("a4");
        }
    }

    /// <summary>What the cluster does not grant the person, the person does not see, whatever the portal's own account may.</summary>
    private async Task AsThePersonAsync(IApplicationPods pods, WorkloadPlace place)
    {
        const string Name = "kurator-portal-viewers";
        using var admin = estate.Admin("a4");
        var binding = await admin.RbacAuthorizationV1.ReadClusterRoleBindingAsync(Name, cancellationToken: Token);
        await admin.RbacAuthorizationV1.DeleteClusterRoleBindingAsync(Name, cancellationToken: Token);
        var denied = await Assert.ThrowsAsync<ProblemException>(() => pods.LookAsync(place, Estate.Viewer, Token));
        binding.Metadata.ResourceVersion = null;
        await admin.RbacAuthorizationV1.CreateClusterRoleBindingAsync(binding, cancellationToken: Token);
        Assert.Contains("User \"portal:vera\" cannot get resource \"deployments\"", denied.Problem.Why, StringComparison.Ordinal);
    }

    private static string Workload(string name) => Manifests[Manifests.IndexOf("apiVersion: apps/v1", StringComparison.Ordinal)..].Replace("logged", name, StringComparison.Ordinal);
}
