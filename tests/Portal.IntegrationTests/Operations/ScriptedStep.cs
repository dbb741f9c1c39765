using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Operations;

namespace Portal.IntegrationTests.Operations;

/// <summary>What a test wants its operation's steps to do.</summary>
public sealed class StepScripts
{
    public static readonly string[] Names = ["test.first", "test.second"];

    private readonly ConcurrentDictionary<Guid, Func<string, StepContext, CancellationToken, Task>> _scripts = new();

    public void Add(Guid operation, Func<string, StepContext, CancellationToken, Task> script) => _scripts[operation] = script;

    public Task RunAsync(string name, StepContext context, CancellationToken cancellationToken) =>
        _scripts[context.OperationId](name, context, cancellationToken);
}

internal sealed class ScriptedStep([ServiceKey] string name, StepScripts scripts) : IOperationStep
{
    public Task RunAsync(StepContext context, CancellationToken cancellationToken) => scripts.RunAsync(name, context, cancellationToken);
}
