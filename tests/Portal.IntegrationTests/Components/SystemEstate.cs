using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Components.Catalog;
using Portal.Core.Problems;
using Portal.Jobs.Components.Systems;

namespace Portal.IntegrationTests.Components;

/// <summary>A system of a hub and its spokes, whose steps leave what the spokes' values need.</summary>
public sealed class SystemEstate : ComponentEstate
{
    public const string Access = SystemSteps.SubmarinerBrokerAccess;
    public const string Prepare = SystemSteps.SubmarinerGatewayNodes;

    private const string Ring = $$"""
        kind: system
        name: ring
        title: Ring
        description: A hub and its spokes.
        category: test
        docs: https://example.com/
        sameVersion: [ring-hub, ring-spoke]
        settings:
          type: object
          required: [password]
          properties:
            password: { type: string, minLength: 1, writeOnly: true, title: Password }
            level: { type: integer, default: 1, title: Level }
        roles:
          - name: hub
            scope: host
            title: Hub
            min: 1
            max: 1
            parts:
              - component: ring-hub
          - name: spoke
            scope: member
            title: Spoke
            min: 1
            after: [hub]
            parts:
              - component: ring-spoke
                values: |
                  facts:
                    name: ${cluster.name}
                    level: ${settings.level}
                    password: ${settings.password}
                    range: ${{{Prepare}}.range}
                    address: ${{{Access}}.address}
                    token: ${{{Access}}.token}
        steps:
          - name: {{Access}}
            title: Access to the hub
            follows: true
            roles: [hub]
            after: [ring-hub]
          - name: {{Prepare}}
            title: Preparation of the spoke
            roles: [spoke]
            before: [ring-spoke]
        """;

    /// <summary>What the fake steps find; a test may change it.</summary>
    public RingWorld World { get; } = new();

    internal static string Entry(string name) => $$"""
        name: {{name}}
        title: {{name}}
        description: A part of the ring.
        category: test
        docs: https://example.com/
        chart:
          name: {{name}}
          repository: https://charts.example.com
        versions: [1.1.0, 1.0.0]
        releaseName: {{name}}
        namespace: ring
        scope: cluster
        readiness:
          workloads:
            - kind: Deployment
              name: {{name}}
        leftovers:
          namespaces: [ring]
        """;

    protected override async Task PrepareAsync(string catalog)
    {
        await File.WriteAllTextAsync(Path.Combine(catalog, "ring-system.yaml"), Ring);
        await File.WriteAllTextAsync(Path.Combine(catalog, "ring-hub.yaml"), Entry("ring-hub"));
        await File.WriteAllTextAsync(Path.Combine(catalog, "ring-spoke.yaml"), Entry("ring-spoke"));
    }

    /// <summary>What a step depends on is looked at as soon as it has been run.</summary>
    protected override void ConfigureSettings(IDictionary<string, string?> settings) => settings["Components:FollowInterval"] = "00:00:00.001";

    protected override void Configure(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(World);
        builder.Services.AddKeyedSingleton<ISystemStep, AccessStep>(Access);
        builder.Services.AddKeyedSingleton<ISystemStep, PrepareStep>(Prepare);
    }

    /// <summary>Makes a ConfigMap, and takes it away.</summary>
    private abstract class MarkingStep(string mark) : ISystemStep
    {
        public virtual async Task RunAsync(SystemStepContext context, CancellationToken cancellationToken)
        {
            var writer = await context.WriteAsync(context.Here, cancellationToken);
            await writer.ApplyAsync(
                new JsonObject
                {
                    ["apiVersion"] = "v1",
                    ["kind"] = "ConfigMap",
                    ["metadata"] = new JsonObject { ["name"] = mark, ["namespace"] = "default" },
                    ["data"] = new JsonObject { ["members"] = string.Join(',', context.Members.Select(member => member.ClusterName)) },
                },
                cancellationToken);
        }

        public async Task UndoAsync(SystemStepContext context, CancellationToken cancellationToken) =>
            await (await context.WriteAsync(context.Here, cancellationToken)).DeleteAsync("v1", "ConfigMap", "default", mark, _ => true, cancellationToken);
    }

    private sealed class AccessStep(RingWorld world) : MarkingStep("ring-access")
    {
        public override async Task RunAsync(SystemStepContext context, CancellationToken cancellationToken)
        {
            await base.RunAsync(context, cancellationToken);
            if (world.Address.GetValueOrDefault(context.Here.ClusterName) is not { } address)
            {
                throw ProblemException.Unavailable("The hub has no address yet", "Nobody gave it one.", "Wait.");
            }

            await context.SaveOutputAsync(Access, "address", address, cancellationToken);
            await context.SaveOutputAsync(Access, "token", RingWorld.Token, cancellationToken);
            context.Operation.Info($"The token is {RingWorld.Token}");
        }
    }

    private sealed class PrepareStep(RingWorld world) : MarkingStep("ring-prepared")
    {
        public override async Task RunAsync(SystemStepContext context, CancellationToken cancellationToken)
        {
            await base.RunAsync(context, cancellationToken);
            if (world.Refuses.ContainsKey(context.Here.ClusterName))
            {
                throw ProblemException.Refused("The spoke cannot be prepared", "It does not want to.", "Ask again.");
            }

            await context.SaveOutputAsync(Prepare, "range", $"range of {context.Here.ClusterName}", cancellationToken);
        }
    }
}

/// <summary>What the fake steps find.</summary>
public sealed class RingWorld
{
    public const string Token = "ring-token-that-nobody-may-see";

    /// <summary>By hub.</summary>
    public ConcurrentDictionary<string, string> Address { get; } = new();

    /// <summary>Spokes whose step fails.</summary>
    public ConcurrentDictionary<string, bool> Refuses { get; } = new();
}
