using ClusterSim.Control;
using k8s;
using k8s.Models;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Kubernetes;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Jobs.Clusters;

namespace Portal.IntegrationTests.Clusters;

public sealed class JoinTests(Members members) : IClassFixture<Members>
{
    private const string Account = MemberAccount.Name;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Join_WithAdministratorsKubeconfig_EndsHealthyUnderItsOwnAccount()
    {
        var member = members.AddMember();
        var started = await members.Get<IClusterJoin>().JoinAsync(members.Request(member), Estate.Operator, Token);

        var operation = await members.RunAsync(started.OperationId);

        Assert.True(operation.State == OperationState.Succeeded, $"{operation.ErrorWhat}: {operation.ErrorWhy}");
        var detail = await members.Get<IClusters>().GetAsync(started.ClusterId, Estate.Viewer, Token);
        Assert.Equal((ClusterState.Healthy, "v1.34.1", 3, 3), (detail.Summary.State, detail.Summary.KubernetesVersion, detail.Summary.Nodes, detail.Summary.NodesReady));
        Assert.True(detail.Summary.CpuAllocatable > 0 && detail.Summary.MemoryAllocatable > 0);
        Assert.NotNull(detail.ClusterUid);
        Assert.NotNull(detail.JoinedAt);
        Assert.True(detail.CredentialExpiresAt > DateTimeOffset.UtcNow.AddDays(6));
        Assert.Equal(3, (await members.Get<IClusters>().GetInventoryAsync(started.ClusterId, Estate.Viewer, Token))!.NodeList.Count);
        var history = Assert.Single(await members.Get<IClusters>().ListHealthEventsAsync(started.ClusterId, Estate.Viewer, Token));
        Assert.Equal((ClusterState.Joining, ClusterState.Healthy), (history.From, history.To));
        Assert.False(members.Handover.Holds(started.OperationId));
    }

    [Fact]
    [Trait("Attack", "1")]
    public async Task Join_UploadedCredential_IsInNoTableAndNoLog()
    {
        var member = members.AddMember();
        var canary = members.Sim.Cluster(member).Profile.AdminToken;

        await members.JoinAsync(member);

        var database = await members.DumpAsync();
        Assert.DoesNotContain(canary, database, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(canary)), database, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(canary, members.Log, StringComparison.Ordinal);
        Assert.Contains(member, database, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Attack", "21")]
    public async Task Join_TlsServerName_IsWhatTheCertificateIsCheckedAgainstEverAfter()
    {
        var member = members.AddMember();
        var kubeconfig = members.Sim.Kubeconfig(member);
        var server = kubeconfig.Split('\n').Single(line => line.TrimStart().StartsWith("server:", StringComparison.Ordinal));
        var named = kubeconfig.Replace(server, $"{server}\n{server[..server.IndexOf("server:", StringComparison.Ordinal)]}tls-server-name: localhost", StringComparison.Ordinal);
        var started = await members.Get<IClusterJoin>().JoinAsync(
            new JoinRequest { Description = members.Describe(member), Kubeconfig = named, Context = member }, Estate.Operator, Token);
        Assert.Equal(OperationState.Succeeded, (await members.RunAsync(started.OperationId)).State);
        var connections = members.Get<IClusterConnections>();
        Assert.Equal("localhost", (await connections.ReadAccessAsync(started.ClusterId, Token)).TlsServerName);

        await using (var db = await members.OpenAsync())
        {
            await db.Clusters.Where(cluster => cluster.Id == started.ClusterId)
                .ExecuteUpdateAsync(row => row.SetProperty(cluster => cluster.TlsServerName, "other.example"), Token);
        }

        connections.Forget(started.ClusterId);
        var client = await connections.ConnectAsync(started.ClusterId, Token);
        var problem = await Assert.ThrowsAsync<ProblemException>(() => client.Version.GetCodeAsync(Token));
        Assert.Contains("certificate is for", $"{problem.Problem.What} {problem.Problem.Why}", StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Attack", "1")]
    public async Task Join_OwnToken_IsInNoTableAndNoLogInClear()
    {
        var member = members.AddMember();
        var clusterId = await members.JoinAsync(member);
        var access = await members.Get<IClusterConnections>().ReadAccessAsync(clusterId, Token);

        Assert.DoesNotContain(access.Token, await members.DumpAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(access.Token, members.Log, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Attack", "20")]
    public async Task Join_Account_HoldsWhatThePortalSaysAndNoMore()
    {
        var member = members.AddMember();
        var clusterId = await members.JoinAsync(member);
        var client = await members.Get<IClusterConnections>().ConnectAsync(clusterId, Token);

        (string Verb, string Group, string Resource, string? Sub, string? Name)[] denied =
        [
            ("*", "*", "*", null, null),
            ("impersonate", "", "serviceaccounts", null, null),
            ("impersonate", "authentication.k8s.io", "userextras", null, null),
            ("create", "", "nodes", null, null),
            ("update", "", "nodes", null, null),
            ("create", "", "pods", "exec", null),
            ("create", "", "serviceaccounts", "token", "default"),
            ("create", "certificates.k8s.io", "certificatesigningrequests", null, null),
            ("delete", "", "persistentvolumes", null, null),
            ("list", "example.com", "widgets", null, null),
        ];
        foreach (var (verb, group, resource, sub, name) in denied)
        {
            Assert.False(await MayAsync(client, verb, group, resource, sub, name), $"The account may {verb} {resource}/{sub}.{group}.");
        }

        Assert.True(await MayAsync(client, "list", "", "nodes", null, null));
        Assert.True(await MayAsync(client, "create", "", "serviceaccounts", "token", Account));
    }

    [Fact]
    public async Task Join_BindsPeople_AndTheBindingsFollowTheOwner()
    {
        var member = members.AddMember();
        using var admin = members.Admin(member);
        var started = await members.Get<IClusterJoin>().JoinAsync(members.Request(member), Estate.Operator, Token);
        Assert.Equal(OperationState.Succeeded, (await members.RunAsync(started.OperationId)).State);

        Assert.Equal(["portal:role:operator", "portal:team:platform:operator", "portal:team:platform:owner"], await GroupsAsync(admin, "kurator-portal-operators"));
        var write = members.Sim.Cluster(member).Audit.Entries().Last(entry => entry.Path.Contains("clusterrolebindings/kurator-portal-viewers", StringComparison.Ordinal));
        Assert.Equal($"kurator-portal/operation-{started.OperationId}", write.UserAgent);

        await using (var db = await members.OpenAsync())
        {
            var team = new Portal.Core.Teams.Team { Name = member, Slug = $"team-{member}", CreatedAt = DateTimeOffset.UtcNow };
            var fleet = Estate.Fleet($"fleet-of-{member}");
            fleet.TeamId = team.Id;
            db.AddRange(team, fleet);
            await db.SaveChangesAsync(Token);
            await db.Clusters.Where(cluster => cluster.Id == started.ClusterId).ExecuteUpdateAsync(row => row.SetProperty(cluster => cluster.FleetId, fleet.Id), Token);
        }

        await Microsoft.Extensions.DependencyInjection.ActivatorUtilities.CreateInstance<PeopleBindingSweep>(members.Services).RunAsync(Token);

        Assert.Equal([$"portal:team:team-{member}:developer"], await GroupsAsync(admin, "kurator-portal-developers"));
        Assert.Equal($"team-{member}", (await members.FindAsync(started.ClusterId))!.PeopleBoundTo);
    }

    private static async Task<IEnumerable<string>> GroupsAsync(IKubernetes admin, string binding) =>
        (await admin.RbacAuthorizationV1.ReadClusterRoleBindingAsync(binding, cancellationToken: Token)).Subjects.Select(subject => subject.Name);

    [Fact]
    public async Task Join_ForeignAccountInTheCluster_IsRefusedAndLeftAlone()
    {
        var member = members.AddMember();
        using var admin = members.Admin(member);
        await admin.CoreV1.CreateNamespaceAsync(
            new V1Namespace { Metadata = new V1ObjectMeta { Name = Account, Labels = new Dictionary<string, string> { [MemberAccount.ClusterIdLabel] = Guid.NewGuid().ToString() } } },
            cancellationToken: Token);
        var started = await members.Get<IClusterJoin>().JoinAsync(members.Request(member), Estate.Operator, Token);

        var operation = await members.RunAsync(started.OperationId);

        Assert.Equal(OperationState.Failed, operation.State);
        Assert.Contains("already has a Namespace", operation.ErrorWhat, StringComparison.Ordinal);
        Assert.Contains("kubectl delete", operation.ErrorRemedy, StringComparison.Ordinal);
        var cluster = await members.FindAsync(started.ClusterId);
        Assert.Equal(ClusterState.Joining, cluster!.State);
        Assert.Contains("Its join failed", cluster.StateReason, StringComparison.Ordinal);
        var bindings = await admin.RbacAuthorizationV1.ListClusterRoleBindingAsync(cancellationToken: Token);
        Assert.DoesNotContain(bindings.Items, binding => binding.Metadata.Name == Account);
    }

    [Fact]
    [Trait("Attack", "20")]
    public async Task Join_SameClusterUnderAnotherName_IsRefused()
    {
        var member = members.AddMember();
        await members.JoinAsync(member);
        var started = await members.Get<IClusterJoin>().JoinAsync(members.Request(member, $"{member}-again"), Estate.Operator, Token);

        var operation = await members.RunAsync(started.OperationId);

        Assert.Equal(OperationState.Failed, operation.State);
        Assert.Contains(member, operation.ErrorWhy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Join_TakenName_IsAConflictAndForgetsTheCredential()
    {
        var member = members.AddMember();
        await members.JoinAsync(member);

        var problem = await Assert.ThrowsAsync<ProblemException>(() => members.Get<IClusterJoin>().JoinAsync(members.Request(member), Estate.Operator, Token));

        Assert.Equal((ProblemKind.Conflict, "name"), (problem.Problem.Kind, problem.Problem.Field));
    }

    [Fact]
    public async Task Join_CredentialLostBeforeTheAccount_AsksForItAndGoesOn()
    {
        var member = members.AddMember();
        var join = members.Get<IClusterJoin>();
        var started = await join.JoinAsync(members.Request(member), Estate.Operator, Token);
        members.Handover.Clear();

        var failed = await members.RunAsync(started.OperationId);
        var shown = await members.Get<IOperations>().GetAsync(started.OperationId, Estate.Viewer, Token);
        await join.ResumeAsync(started.OperationId, members.Sim.Kubeconfig(member), member, Estate.Operator, Token);
        var ended = await members.RunAsync(started.OperationId);

        Assert.Equal(OperationState.Failed, failed.State);
        Assert.Contains("Give the kubeconfig again", failed.ErrorRemedy, StringComparison.Ordinal);
        Assert.True(shown.NeedsCredential);
        Assert.Equal(OperationState.Succeeded, ended.State);
        Assert.Equal(ClusterState.Healthy, (await members.FindAsync(started.ClusterId))!.State);
    }

    [Theory]
    [InlineData("^/api/v1/namespaces/kurator-portal")]
    [InlineData("serviceaccounts/kurator-portal\\?")]
    [InlineData("serviceaccounts/kurator-portal/token")]
    [InlineData("clusterroles/kurator-portal")]
    [InlineData("clusterrolebindings/kurator-portal")]
    [InlineData("selfsubjectaccessreviews")]
    public async Task Join_AnswerLostAfterTheEffect_EndsAllTheSame(string path)
    {
        var member = members.AddMember();
        members.Sim.Cluster(member).Faults.Add(new Fault { Kind = FaultKind.ResetAfter, PathPattern = path, Verb = "create|patch", Count = 1 });

        var clusterId = await members.JoinAsync(member);

        await using var db = await members.OpenAsync();
        Assert.Equal(1, await db.ClusterCredentials.CountAsync(credential => credential.ClusterId == clusterId, Token));
        using var admin = members.Admin(member);
        var space = await admin.CoreV1.ReadNamespaceAsync(Account, cancellationToken: Token);
        Assert.Equal("ClusterRoleBinding", Assert.Single(space.Metadata.OwnerReferences).Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Member")]
    [InlineData("a'; rm -rf /; '")]
    [InlineData("$(id)")]
    [InlineData("a\nb")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("this-name-is-longer-than-the-48-characters-of-karmada")]
    [Trait("Attack", "16")]
    public async Task Join_HostileName_IsInvalidInEveryWayIn(string name)
    {
        var join = members.Get<IClusterJoin>();
        var member = members.AddMember();

        var upload = await Assert.ThrowsAsync<ProblemException>(() => join.JoinAsync(members.Request(member, name), Estate.Operator, Token));
        var command = await Assert.ThrowsAsync<ProblemException>(() =>
            join.CreateCommandAsync(members.Describe(name), new Uri("https://portal.example"), Estate.Operator, Token));

        Assert.Equal((ProblemKind.Invalid, "name"), (upload.Problem.Kind, upload.Problem.Field));
        Assert.Equal((ProblemKind.Invalid, "name"), (command.Problem.Kind, command.Problem.Field));
    }

    private static async Task<bool> MayAsync(IKubernetes client, string verb, string group, string resource, string? sub, string? name)
    {
        var review = await client.AuthorizationV1.CreateSelfSubjectAccessReviewAsync(
            new V1SelfSubjectAccessReview
            {
                Spec = new V1SelfSubjectAccessReviewSpec
                {
                    ResourceAttributes = new V1ResourceAttributes { Verb = verb, Group = group, Resource = resource, Subresource = sub, Name = name },
                },
            },
            cancellationToken: Token);
        return review.Status.Allowed;
    }
}
