using System.Collections.Concurrent;
using System.Text;
using CliWrap;
using CliWrap.Buffered;
using k8s;
using k8s.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.Core.Clusters;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Testing.Kubernetes;
using Portal.Testing.Schemas;

namespace Portal.IntegrationTests.Clusters;

/// <summary>The command as people run it: a real shell, curl and kubectl.</summary>
public sealed class JoinCommandTests(Members members) : IClassFixture<Members>, IAsyncLifetime
{
    private readonly ConcurrentQueue<string> _bodies = new();
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("join-command-");
    private WebApplication _portal = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Uri Address => new(_portal.Urls.Single());

    private IClusterJoin Join => members.Get<IClusterJoin>();

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _portal = builder.Build();
        _portal.MapGet("/join/script", (Delegate)((HttpContext context) => AnswerAsync(async () => Results.Text(await Join.ReadScriptAsync(Bearer(context), Address, Token)))));
        _portal.MapPost("/join/complete", (Delegate)((HttpContext context) => AnswerAsync(async () =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync(Token);
            _bodies.Enqueue(body);
            var completion = System.Text.Json.JsonSerializer.Deserialize<JoinCompletion>(body, System.Text.Json.JsonSerializerOptions.Web)!;
            return Results.Accepted(null, await Join.CompleteAsync(Bearer(context), completion, Token));
        })));
        await _portal.StartAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _portal.DisposeAsync();
        _home.Delete(recursive: true);
    }

    [Fact]
    public async Task Command_RunInAShell_JoinsWithoutAnyCredentialLeaving()
    {
        var member = members.AddMember();
        var command = await Join.CreateCommandAsync(members.Describe(member), Address, Estate.Operator, Token);

        var shell = await RunAsync(command.Command, member);

        Assert.True(shell.ExitCode == 0, shell.StandardOutput + shell.StandardError);
        Assert.Contains($"{Address.ToString().TrimEnd('/')}/operations/", shell.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("kind: ClusterRole", shell.StandardOutput, StringComparison.Ordinal);
        Assert.DoesNotContain(members.Sim.Cluster(member).Profile.AdminToken, Assert.Single(_bodies), StringComparison.Ordinal);
        var operation = await members.RunAsync(await OperationOfAsync(command.ClusterId));
        Assert.True(operation.State == OperationState.Succeeded, $"{operation.ErrorWhat}: {operation.ErrorWhy}");
        Assert.Equal(ClusterState.Healthy, (await members.FindAsync(command.ClusterId))!.State);
    }

    [Fact]
    public async Task Command_RunInAShell_WritesWhatARealServerTakes()
    {
        Assert.SkipUnless(SchemaValidator.Available, SchemaValidator.Absent);
        var member = members.AddMember();
        var command = await Join.CreateCommandAsync(members.Describe(member), Address, Estate.Operator, Token);

        await RunAsync(command.Command, member);

        var writes = members.Sim.Cluster(member).Audit.Entries();
        Assert.Contains(writes, write => write.Path.Contains("/serviceaccounts/kurator-portal/token", StringComparison.Ordinal));
        Assert.Empty(writes.SelectMany(SchemaValidator.Faults));
    }

    [Fact]
    public async Task Command_RunInAShell_LeavesTheSameAccountAsAnUpload()
    {
        var (byCommand, byUpload) = (members.AddMember(), members.AddMember());
        var command = await Join.CreateCommandAsync(members.Describe(byCommand), Address, Estate.Operator, Token);
        await RunAsync(command.Command, byCommand);
        await members.RunAsync(await OperationOfAsync(command.ClusterId));
        await members.JoinAsync(byUpload);

        using var first = members.Admin(byCommand);
        using var second = members.Admin(byUpload);
        var rules = await first.RbacAuthorizationV1.ReadClusterRoleAsync(MemberAccount.Name, cancellationToken: Token);
        var expected = await second.RbacAuthorizationV1.ReadClusterRoleAsync(MemberAccount.Name, cancellationToken: Token);

        Assert.Equal(KubernetesJson.Serialize(expected.Rules), KubernetesJson.Serialize(rules.Rules));
        Assert.Equal("ClusterRoleBinding", Assert.Single(rules.Metadata.OwnerReferences).Kind);
        var leave = await members.RunAsync(await members.Get<IClusters>().LeaveAsync(command.ClusterId, Estate.Operator, Token));
        Assert.Equal(OperationState.Succeeded, leave.State);
        Assert.DoesNotContain((await first.CoreV1.ListNamespaceAsync(cancellationToken: Token)).Items, item => item.Metadata.Name == MemberAccount.Name);
    }

    [Fact]
    [Trait("Attack", "21")]
    public async Task Command_RunTwice_IsRefusedTheSecondTime()
    {
        var member = members.AddMember();
        var command = await Join.CreateCommandAsync(members.Describe(member), Address, Estate.Operator, Token);
        await RunAsync(command.Command, member);

        var again = await RunAsync(command.Command, member);

        Assert.Contains("404", again.StandardError, StringComparison.Ordinal);
        Assert.Single(_bodies);
    }

    [Fact]
    public async Task Command_ForeignAccountInTheCluster_StopsAndSaysWhatToDo()
    {
        var member = members.AddMember();
        using var admin = members.Admin(member);
        await admin.CoreV1.CreateNamespaceAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = MemberAccount.Name } }, cancellationToken: Token);
        var command = await Join.CreateCommandAsync(members.Describe(member), Address, Estate.Operator, Token);

        var shell = await RunAsync(command.Command, member);

        Assert.Equal(1, shell.ExitCode);
        Assert.Contains("already a namespace named kurator-portal", shell.StandardError, StringComparison.Ordinal);
        Assert.Empty(_bodies);
    }

    [Fact]
    public async Task Command_PortalCannotUseTheAddress_TellsThePersonAndKeepsTheToken()
    {
        var member = members.AddMember();
        await using var strict = members.Build(allowLoopback: false);
        var join = strict.GetRequiredService<IClusterJoin>();
        var command = await join.CreateCommandAsync(members.Describe(member), Address, Estate.Operator, Token);

        var problem = await Assert.ThrowsAsync<ProblemException>(() => join.CompleteAsync(TokenOf(command), Completion(members.Sim.ServerOf(member)), Token));

        Assert.Equal(ProblemKind.Refused, problem.Problem.Kind);
        Assert.Contains("loopback", problem.Problem.Why, StringComparison.Ordinal);
        Assert.Contains("run the command again", problem.Problem.Remedy, StringComparison.Ordinal);
        await Join.ReadScriptAsync(TokenOf(command), Address, Token);
    }

    [Theory]
    [InlineData("http://10.0.0.1:6443")]
    [InlineData("https://user:pass@10.0.0.1:6443")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://169.254.169.254/latest")]
    [InlineData("https://metadata.google.internal")]
    [InlineData("\" onload=\"")]
    [Trait("Attack", "5")]
    public async Task Complete_HostileAddress_IsRefused(string address)
    {
        var command = await Join.CreateCommandAsync(members.Describe(members.AddMember()), Address, Estate.Operator, Token);
        var completion = new JoinCompletion { ApiServer = address, CertificateAuthority = "", Token = "a.b.c" };

        var problem = await Assert.ThrowsAsync<ProblemException>(() => Join.CompleteAsync(TokenOf(command), completion, Token));

        Assert.True(problem.Problem.Kind is ProblemKind.Invalid or ProblemKind.Refused, problem.Message);
    }

    [Fact]
    public async Task Complete_TlsServerName_IsKeptAndAMalformedOneRefused()
    {
        var member = members.AddMember();
        var command = await Join.CreateCommandAsync(members.Describe(member), Address, Estate.Operator, Token);
        JoinCompletion Named(string name) => new()
        {
            ApiServer = members.Sim.ServerOf(member).AbsoluteUri,
            CertificateAuthority = Convert.ToBase64String(Encoding.ASCII.GetBytes(members.Sim.CaPem)),
            TlsServerName = name,
            Token = members.Sim.Cluster(member).Profile.AdminToken,
        };

        var refused = await Assert.ThrowsAsync<ProblemException>(() => Join.CompleteAsync(TokenOf(command), Named("a b"), Token));
        await Join.CompleteAsync(TokenOf(command), Named("localhost"), Token);

        Assert.Equal("tlsServerName", refused.Problem.Field);
        Assert.Equal("localhost", (await members.FindAsync(command.ClusterId))!.TlsServerName);
    }

    [Fact]
    [Trait("Attack", "21")]
    [Trait("Attack", "23")]
    public async Task Token_ForgedReplacedOrExpired_GivesOneAndTheSameAnswer()
    {
        var description = members.Describe(members.AddMember());
        var replaced = await Join.CreateCommandAsync(description, Address, Estate.Operator, Token);
        var expired = await Join.CreateCommandAsync(description, Address, Estate.Operator, Token);
        await using (var db = await members.OpenAsync())
        {
            await db.JoinTokens.Where(row => row.ClusterId == expired.ClusterId)
                .ExecuteUpdateAsync(row => row.SetProperty(token => token.ExpiresAt, DateTimeOffset.UtcNow.AddSeconds(-1)), Token);
        }

        Assert.Equal(replaced.ClusterId, expired.ClusterId);
        foreach (var token in new[] { TokenOf(replaced), TokenOf(expired), "forged", "" })
        {
            var script = await Assert.ThrowsAsync<ProblemException>(() => Join.ReadScriptAsync(token, Address, Token));
            var complete = await Assert.ThrowsAsync<ProblemException>(() => Join.CompleteAsync(token, Completion(new Uri("https://10.0.0.1")), Token));
            Assert.Equal(script.Problem, complete.Problem);
            Assert.Equal(ProblemKind.NotFound, script.Problem.Kind);
        }
    }

    [Fact]
    [Trait("Attack", "21")]
    public async Task Token_UsedByEightAtOnce_StartsOneJoin()
    {
        var member = members.AddMember();
        var command = await Join.CreateCommandAsync(members.Describe(member), Address, Estate.Operator, Token);

        var starts = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            try
            {
                var completion = new JoinCompletion
                {
                    ApiServer = members.Sim.ServerOf(member).AbsoluteUri,
                    CertificateAuthority = Convert.ToBase64String(Encoding.ASCII.GetBytes(members.Sim.CaPem)),
                    Token = members.Sim.Cluster(member).Profile.AdminToken,
                };
                return await Join.CompleteAsync(TokenOf(command), completion, Token);
            }
            catch (ProblemException exception) when (exception.Problem.Kind == ProblemKind.NotFound)
            {
                return null;
            }
        }));

        Assert.Single(starts, start => start is not null);
        await using var db = await members.OpenAsync();
        Assert.Equal(1, await db.Operations.CountAsync(operation => operation.ClusterId == command.ClusterId, Token));
    }

    [Fact]
    [Trait("Attack", "21")]
    public async Task Token_Stored_IsAHash()
    {
        var command = await Join.CreateCommandAsync(members.Describe(members.AddMember()), Address, Estate.Operator, Token);

        Assert.DoesNotContain(TokenOf(command), await members.DumpAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(TokenOf(command), command.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sh")]
    [InlineData("dash")]
    [InlineData("bash")]
    [Trait("Attack", "17")]
    public async Task Script_Parsed_IsPlainShell(string shell)
    {
        var command = await Join.CreateCommandAsync(members.Describe(members.AddMember()), new Uri("https://portal.example/it's/$(id)/"), Estate.Operator, Token);
        var script = await Join.ReadScriptAsync(TokenOf(command), new Uri("https://portal.example/it's/$(id)/"), Token);

        var parsed = await Cli.Wrap(shell).WithArguments("-n").WithStandardInputPipe(PipeSource.FromString(script))
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(Token);

        Assert.Equal((0, ""), (parsed.ExitCode, parsed.StandardError));
        Assert.Contains("portal='https://portal.example/it%27s/$(id)'", script, StringComparison.Ordinal);
    }

    private static async Task<IResult> AnswerAsync(Func<Task<IResult>> act)
    {
        try
        {
            return await act();
        }
        catch (ProblemException exception)
        {
            return Results.Json(
                new { title = exception.Problem.What, detail = exception.Problem.Why, remedy = exception.Problem.Remedy },
                statusCode: exception.Problem.Kind == ProblemKind.NotFound ? 404 : 422);
        }
    }

    private static string Bearer(HttpContext context) => context.Request.Headers.Authorization.ToString()["Bearer ".Length..];

    private static string TokenOf(JoinCommand command) => command.Command.Split("Bearer ")[1].Split('\'')[0];

    private JoinCompletion Completion(Uri server) => new()
    {
        ApiServer = server.AbsoluteUri,
        CertificateAuthority = Convert.ToBase64String(Encoding.ASCII.GetBytes(members.Sim.CaPem)),
        Token = "a.b.c",
    };

    private async Task<Guid> OperationOfAsync(Guid clusterId)
    {
        await using var db = await members.OpenAsync();
        return await db.Operations.Where(operation => operation.ClusterId == clusterId).Select(operation => operation.Id).SingleAsync(Token);
    }

    private Task<BufferedCommandResult> RunAsync(string command, string member) =>
        JoinCommandShell.RunAsync(command, members.Sim.Kubeconfig(member), _home, Token);
}
