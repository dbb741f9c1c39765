using System.Net;
using CliWrap.EventStream;
using k8s;
using k8s.Models;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access;
using Portal.Core.Audit;
using Portal.Core.Clusters;
using Portal.Core.Teams;

namespace Portal.IntegrationTests.Clusters.Proxy;

/// <summary>What a person does with kubectl through the portal.</summary>
[Collection(ProxyCollection.Name)]
public sealed class KubectlTests(ProxyEstate estate)
{
    private const string Manifest = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: NAME, namespace: default}
        data: {greeting: hello}
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kubectl_ActsAsThePerson_AndTheClusterAndTheTrailTellWho()
    {
        var person = await estate.AddPersonAsync();

        var who = await estate.KubectlAsync(person, "auth", "whoami", "-o", "jsonpath={.status.userInfo.username} {.status.userInfo.groups}");
        var applied = await estate.ApplyAsync(person, Manifest.Replace("NAME", person.Name, StringComparison.Ordinal));
        var read = await estate.KubectlAsync(person, "get", "configmap", person.Name, "-n", "default", "-o", "jsonpath={.data.greeting}");
        var denied = await estate.KubectlAsync(person, "delete", "node", "--all");

        Assert.Equal($"{person.User} [\"portal:team:shop:developer\",\"system:authenticated\"]", who.StandardOutput.Trim());
        Assert.True(applied.ExitCode == 0, applied.StandardError);
        Assert.Equal("hello", read.StandardOutput);
        Assert.Contains($"User \"{person.User}\" cannot", denied.StandardError, StringComparison.Ordinal);
        var write = Assert.Single(estate.Sim.Cluster("own").Audit.Entries(), entry => entry.Code == 201 && entry.ImpersonatedUser == person.User && entry.Path.Contains("configmaps", StringComparison.Ordinal));
        Assert.Equal($"system:serviceaccount:{MemberAccount.Name}:{MemberAccount.Name}", write.User);
        var act = Assert.Single(await estate.ActsAsync(person.UserId), act => act.Act == AuditActs.Created);
        Assert.Equal(
            (person.Name, person.KubeconfigId, "127.0.0.1", "own: configmaps default/", AuditOutcomes.Done, nameof(Permission.UseClusters)),
            (act.ActorName, act.TokenId, act.Address, act.ObjectName, act.Outcome, act.Permission));
        Assert.DoesNotContain("hello", act.Detail + act.New, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Attack", "1")]
    public async Task SecretsThatAreRead_AreOnRecord_AndOtherReadsAreNot()
    {
        var person = await estate.AddPersonAsync(TeamRole.Operator);
        using var admin = estate.Admin("own");
        await admin.CoreV1.CreateNamespacedSecretAsync(
            new V1Secret { Metadata = new V1ObjectMeta { Name = person.Name }, StringData = new Dictionary<string, string> { ["key"] = "swordfish" } }, "default", cancellationToken: Stop);

        var pods = await estate.KubectlAsync(person, "get", "pods", "-A");
        var secret = await estate.KubectlAsync(person, "get", "secret", person.Name, "-n", "default", "-o", "jsonpath={.data.key}");
        var all = await estate.KubectlAsync(person, "get", "secrets", "-n", "default");

        Assert.Equal((0, 0, 0), (pods.ExitCode, secret.ExitCode, all.ExitCode));
        Assert.NotEmpty(secret.StandardOutput);
        Assert.Equal(
            [(AuditActs.Read, $"own: secrets default/{person.Name}"), (AuditActs.Read, "own: secrets default/")],
            (await estate.ActsAsync(person.UserId)).Select(act => (act.Act, act.ObjectName)));
    }

    [Fact]
    [Trait("Attack", "13")]
    public async Task Session_InAContainer_IsOnRecord_AndCutWhenTheKubeconfigIsRevoked()
    {
        var person = await estate.AddPersonAsync();
        using var admin = estate.Admin("own");
        await admin.CoreV1.CreateNamespacedPodAsync(
            new V1Pod
            {
                Metadata = new V1ObjectMeta { Name = person.Name, Annotations = new Dictionary<string, string> { ["clustersim.kurator.dev/log"] = "said so\n" } },
                Spec = new V1PodSpec { Containers = [new V1Container { Name = "main", Image = "registry.example.com/a:1" }] },
            },
            "default", cancellationToken: Stop);
        await estate.KubectlAsync(person, "wait", "--for=condition=Ready", $"pod/{person.Name}", "-n", "default", "--timeout=30s");

        var log = await estate.KubectlAsync(person, "logs", person.Name, "-n", "default");
        var said = await estate.KubectlAsync(person, "exec", person.Name, "-n", "default", "--", "echo", "hello");
        Assert.Equal(("said so\n", "echo hello\n"), (log.StandardOutput, said.StandardOutput));

        var session = estate.KubectlAsync(person, "exec", person.Name, "-n", "default", "--", "sleep", "600");
        await OpenedAsync(person, 2);
        using var revoked = await person.Api.DeleteAsync($"/api/v1/kubeconfigs/{person.KubeconfigId}", Stop);

        Assert.NotEqual(0, (await session).ExitCode);
        var after = await estate.KubectlAsync(person, "get", "pods", "-n", "default");
        Assert.Contains("The portal does not know this kubeconfig's token", after.StandardError, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Ending.Revoked)]
    [InlineData(Ending.ApiTokenRevoked)]
    [InlineData(Ending.MemberRemoved)]
    [InlineData(Ending.AccountDisabled)]
    [InlineData(Ending.ClusterLeaves)]
    [Trait("Attack", "11")]
    [Trait("Attack", "12")]
    public async Task Watch_IsCutInItsMidst_WhenAccessEnds(Ending ending)
    {
        var person = await estate.AddPersonAsync();
        using var stopped = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var began = false;
        var ended = false;
        await foreach (var line in estate.Kubectl(person, "get", "configmaps", "-n", "default", "--watch", "-o", "name").ListenAsync(stopped.Token))
        {
            if (line is StandardOutputCommandEvent && !began)
            {
                began = true;
                await EndAsync(person, ending);
            }

            ended |= line is ExitedCommandEvent;
        }

        Assert.True(began && ended);
        using var client = estate.Client(person.Token);
        using var after = await client.GetAsync("/k8s/clusters/own/api/v1/namespaces/default/configmaps", Stop);
        Assert.Equal(ending is Ending.MemberRemoved or Ending.ClusterLeaves ? HttpStatusCode.NotFound : HttpStatusCode.Unauthorized, after.StatusCode);
        await RestoreAsync();
    }

    private async Task EndAsync(Person person, Ending ending)
    {
        switch (ending)
        {
            case Ending.Revoked:
                using (await person.Api.DeleteAsync($"/api/v1/kubeconfigs/{person.KubeconfigId}", Stop))
                {
                }

                break;
            case Ending.ApiTokenRevoked:
                var tokens = estate.Host.Services.GetRequiredService<IApiTokens>();
                var actor = new Actor(person.UserId, person.Name, new HashSet<PortalRole>());
                foreach (var token in await tokens.ListAsync(null, actor, Stop))
                {
                    await tokens.RevokeAsync(token.Id, actor, Stop);
                }

                break;
            case Ending.MemberRemoved:
                await estate.Host.Services.GetRequiredService<ITeams>().RemoveMemberAsync(estate.Team.Id, person.UserId, Actor.Portal, Stop);
                break;
            case Ending.AccountDisabled:
                await estate.Host.Services.GetRequiredService<IUsers>().DisableAsync(person.UserId, Actor.Portal, Stop);
                break;
            default:
                await SetStateAsync(ClusterState.Leaving);
                break;
        }
    }

    private Task RestoreAsync() => SetStateAsync(ClusterState.Healthy);

    private async Task SetStateAsync(ClusterState state)
    {
        await using var db = await estate.OpenAsync();
        await db.Clusters.Where(cluster => cluster.Id == estate.Own).ExecuteUpdateAsync(row => row.SetProperty(cluster => cluster.State, state), Stop);
    }

    /// <summary>Returns once the trail tells of so many sessions.</summary>
    private async Task OpenedAsync(Person person, int count)
    {
        while ((await estate.ActsAsync(person.UserId)).Count(act => act.Act == AuditActs.Opened) < count)
        {
            await Task.Delay(50, Stop);
        }
    }

    /// <summary>How access ends.</summary>
    public enum Ending
    {
        Revoked,
        ApiTokenRevoked,
        MemberRemoved,
        AccountDisabled,
        ClusterLeaves,
    }
}
