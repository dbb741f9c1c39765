using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Portal.Core.Components;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Delivery;
using Portal.Core.Distribution.Karmada;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Jobs.Components.Systems.Karmada;

namespace Portal.Jobs.Distribution.Karmada;

/// <summary>Waits until Karmada has taken away from its members what no longer has a template. Works tell by the mark that templates gave them.</summary>
internal sealed class KarmadaWithdrawalWait(MemberStore store, IOptions<ComponentsOptions> options, TimeProvider clock)
{
    private const int Told = 3;

    public async Task RunAsync(ApplicationDelivery delivery, IReadOnlyList<ApplicationObject> still, StepContext context, CancellationToken cancellationToken)
    {
        var limit = options.Value.ReadyTimeout;
        for (var begun = clock.GetTimestamp(); ; await Task.Delay(options.Value.ReadyPollInterval, clock, cancellationToken))
        {
            var members = await KarmadaStatus.ReadMembersAsync(delivery.Client, cancellationToken);
            var left = await LeftAsync(delivery, still, members, cancellationToken);
            if (left.Count == 0)
            {
                return;
            }

            await context.ReportAsync($"Karmada is still to remove {left.Count} objects from its members", cancellationToken);
            var lost = left.Select(one => members.GetValueOrDefault(one.Member)).OfType<MemberReach>().FirstOrDefault(member => member.Problem.Length > 0);
            if (clock.GetElapsedTime(begun) > limit || (lost is not null && left.All(one => members.GetValueOrDefault(one.Member)?.Problem is not "")))
            {
                throw ProblemException.Refused($"{delivery.Application} is not gone from all members of {delivery.ClusterName}",
                    string.Join("; ", left.Take(Told).Select(one => $"{one.Label} on {one.Member}")) + (lost is null ? "" : $"; {lost.Name}: {lost.Problem}"),
                    "What they have stays until Karmada reaches them. Look at these members, and retry.");
            }
        }
    }

    private async Task<IReadOnlyList<(string Member, string Label)>> LeftAsync(
        ApplicationDelivery delivery, IReadOnlyList<ApplicationObject> still, IReadOnlyDictionary<string, MemberReach> members, CancellationToken cancellationToken)
    {
        var names = await store.NamesAsync(delivery.ApplicationId, cancellationToken);
        var wanted = delivery.Items.Select(item => (item.Source.Item.Kind, item.Source.Item.Name))
            .Concat(still.Select(row => (row.Kind, row.Name))).ToHashSet();
        var api = new KarmadaApi(delivery.Client);
        var left = new List<(string, string)>();
        // Where no look has ever named members, any may have something.
        foreach (var member in names.Count > 0 ? names : [.. members.Keys])
        {
            foreach (var work in await api.ListWorksAsync(member, cancellationToken))
            {
                if ((work["spec"]?["workload"]?["manifests"] as JsonArray)?.FirstOrDefault() is JsonObject manifest
                    && (string?)manifest["metadata"]?["annotations"]?[ClusterManifest.IdAnnotation] == delivery.ApplicationId.ToString()
                    && !wanted.Contains(((string?)manifest["kind"] ?? "", (string?)manifest["metadata"]!["name"] ?? "")))
                {
                    left.Add((member, $"{(string?)manifest["kind"]} {(string?)manifest["metadata"]!["name"]}"));
                }
            }
        }

        return left;
    }
}
