using CliWrap;
using CliWrap.Buffered;
using k8s;
using k8s.Models;
using Portal.Testing;
using Portal.Testing.Kubernetes;
using Portal.Testing.Schemas;

namespace Portal.IntegrationTests.Deploy;

/// <summary>The chart in deploy/chart, through the real helm; what it renders is read against the schemas of Kubernetes.</summary>
public sealed class HelmChartTests
{
    private static readonly string Chart = Repository.PathOf("deploy", "chart");
    private static readonly string Sample = Repository.PathOf("deploy", "samples", "values-production.yaml");

    [Fact]
    public async Task Chart_Linted_HasNoComplaint()
    {
        var answer = await HelmAsync("lint", "--strict", Chart, "-f", Sample);

        Assert.Equal(0, answer.ExitCode);
    }

    [Fact]
    public async Task Chart_RenderedWithSample_IsValidAndRunsWithoutPrivileges()
    {
        var objects = await RenderAsync("-f", Sample);

        var deployments = objects.OfType<V1Deployment>().ToList();
        Assert.Equal(["portal-web", "portal-worker"], deployments.Select(deployment => deployment.Metadata.Name).Order());
        Assert.All(deployments, deployment =>
        {
            var pod = deployment.Spec.Template.Spec;
            Assert.Equal(3, deployment.Spec.Replicas);
            Assert.True(pod.SecurityContext.RunAsNonRoot);
            Assert.False(pod.AutomountServiceAccountToken);
            Assert.All(pod.Containers, container =>
            {
                Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
                Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
                Assert.DoesNotContain(":latest", container.Image, StringComparison.Ordinal);
            });
        });
        Assert.Equal(2, objects.OfType<V1PodDisruptionBudget>().Count());
        Assert.Equal(2, objects.OfType<V1NetworkPolicy>().Count());
        var ingress = Assert.Single(objects.OfType<V1Ingress>());
        Assert.Equal("cookie", ingress.Metadata.Annotations["nginx.ingress.kubernetes.io/affinity"]);
    }

    [Fact]
    public async Task Chart_RenderedWithSample_IsWhatARealServerTakes()
    {
        Assert.SkipUnless(SchemaValidator.Available, SchemaValidator.Absent);

        var answer = await HelmAsync("template", "portal", Chart, "-f", Sample);

        Assert.Empty(SchemaValidator.FaultsOfYaml(answer.StandardOutput));
    }

    [Fact]
    public async Task Chart_Pods_AreProbed()
    {
        var objects = await RenderAsync("-f", Sample);

        var web = objects.OfType<V1Deployment>().Single(deployment => deployment.Metadata.Name == "portal-web").Spec.Template.Spec.Containers[0];
        Assert.Equal("/healthz", web.LivenessProbe.HttpGet.Path);
        Assert.Equal("/readyz", web.ReadinessProbe.HttpGet.Path);
        Assert.Equal("/healthz", web.StartupProbe.HttpGet.Path);
        var worker = objects.OfType<V1Deployment>().Single(deployment => deployment.Metadata.Name == "portal-worker").Spec.Template.Spec.Containers[0];
        Assert.Equal("/readyz", worker.ReadinessProbe.HttpGet.Path);
        var policy = objects.OfType<V1NetworkPolicy>().Single(policy => policy.Metadata.Name == "portal-worker");
        Assert.Equal(worker.Ports.Single().Name, policy.Spec.Ingress.Single().Ports.Single().Port.Value);
    }

    [Fact]
    public async Task Chart_WithoutDatabase_SaysWhichValueIsMissing()
    {
        var answer = await HelmAsync("template", "portal", Chart);

        Assert.NotEqual(0, answer.ExitCode);
        Assert.Matches("(database|masterKey)\\.existingSecret: name a Secret", answer.StandardError);
    }

    private static async Task<List<object>> RenderAsync(params string[] arguments)
    {
        var answer = await HelmAsync(["template", "portal", Chart, .. arguments]);
        Assert.True(answer.ExitCode == 0, answer.StandardError);
        return KubernetesYaml.LoadAllFromString(answer.StandardOutput, strict: true);
    }

    private static async Task<BufferedCommandResult> HelmAsync(params string[] arguments) =>
        await Cli.Wrap(KubernetesTools.Helm)
            .WithArguments(arguments)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
}
