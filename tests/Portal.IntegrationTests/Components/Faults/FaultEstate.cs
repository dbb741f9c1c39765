using Npgsql;
using Portal.Core.Components;
using Portal.Core.Operations;
using Portal.IntegrationTests.Clusters;
using Portal.IntegrationTests.Crash;

namespace Portal.IntegrationTests.Components.Faults;

/// <summary>An estate that gives up soon, and whose operations can be stopped where a step begins.</summary>
public sealed class FaultEstate : ComponentEstate
{
    /// <summary>The operations that change a component.</summary>
    public static readonly string[] Kinds =
        [OperationKinds.InstallComponent, OperationKinds.UpgradeComponent, OperationKinds.RollBackComponent, OperationKinds.UninstallComponent];

    private NpgsqlDataSource? _dataSource;

    internal CommitGates Commits { get; private set; } = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _dataSource = NpgsqlDataSource.Create(ConnectionString);
        Commits = await CommitGates.InstallAsync(_dataSource, CancellationToken.None);
    }

    public override async ValueTask DisposeAsync()
    {
        await Commits.DisposeAsync();
        await _dataSource!.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <summary>A new member with Volcano as it must be before an operation of the kind.</summary>
    public async Task<(string Name, Guid Id)> SetUpAsync(string kind)
    {
        var member = await JoinAsync();
        if (kind != OperationKinds.InstallComponent)
        {
            await SucceedAsync(await StartAsync(member.Id, "volcano", "1.14.2"));
        }

        if (kind == OperationKinds.RollBackComponent)
        {
            await SucceedAsync(await StartAsync(member.Id, "volcano", "1.15.1", upgrade: true));
        }

        return member;
    }

    public Task<Guid> BeginAsync(string kind, Guid id) => kind switch
    {
        OperationKinds.RollBackComponent => Get<IComponents>().RollBackAsync(id, "volcano", 1, Estate.Operator, Token),
        OperationKinds.UninstallComponent => Get<IComponents>().UninstallAsync(id, "volcano", Estate.Operator, Token),
        OperationKinds.UpgradeComponent => StartAsync(id, "volcano", "1.15.1", upgrade: true),
        _ => StartAsync(id, "volcano", "1.15.1"),
    };

    /// <summary>Retries, and demands what the kind is for.</summary>
    public async Task RecoverAsync(string kind, Guid id, Guid operation)
    {
        await Get<IOperations>().RetryAsync(operation, Estate.Operator, Token);
        await SucceedAsync(operation);
        await AssertDoneAsync(kind, id);
    }

    public async Task AssertDoneAsync(string kind, Guid id)
    {
        var all = await Get<IComponents>().ListReleasesAsync("volcano", id, Estate.Viewer, Token);
        if (kind == OperationKinds.UninstallComponent)
        {
            Assert.Empty(all);
            return;
        }

        var release = Assert.Single(all);
        Assert.Equal((ReleaseState.Ready, kind == OperationKinds.RollBackComponent ? "1.14.2" : "1.15.1"), (release.State, release.Version));
    }

    /// <summary>What ran before a failed operation still does, by the portal's own record.</summary>
    public async Task AssertKeptAsync(string kind, Guid id)
    {
        var release = (await ReadAsync(id, "volcano")).Summary;
        Assert.Equal(ReleaseState.Failed, release.State);
        Assert.NotEmpty(release.StateReason);
        if (kind is OperationKinds.UpgradeComponent or OperationKinds.RollBackComponent)
        {
            Assert.True(release.Revision > 0, "The revision that ran is forgotten.");
        }
    }

    /// <summary>Waits until the operation stands where the step begins, does something, and lets it go on.</summary>
    public async Task AtStepAsync(long gate, Func<Task> act)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromMinutes(4));
        while (!(await Commits.WaitingAsync(patience.Token)).Contains(gate))
        {
            await Task.Delay(50, patience.Token);
        }

        await act();
        await Commits.OpenAsync(gate, Token);
    }

    protected override void ConfigureSettings(IDictionary<string, string?> settings)
    {
        settings["Operations:MaxAttempts"] = "2";
        settings["Components:HelmTimeout"] = "00:00:20";
        settings["Components:ReadyTimeout"] = "00:00:08";
        settings["Kubernetes:BreakDuration"] = "00:00:01";
    }
}
