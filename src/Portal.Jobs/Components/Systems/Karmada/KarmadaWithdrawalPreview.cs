using System.Text.Json.Nodes;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Planning;
using Portal.Core.Components.Systems;
using Portal.Core.Components.Systems.Karmada;
using Portal.Core.Kubernetes;
using Portal.Core.Problems;
using Portal.Jobs.Components.Planning;

namespace Portal.Jobs.Components.Systems.Karmada;

/// <summary>Asks Karmada what it has carried to a member: with the unjoin that is withdrawn from it.</summary>
internal sealed class KarmadaWithdrawalPreview(
    ISystemOutputs outputs, IClusterConnections connections, KubeconfigScreening screening, TimeProvider clock) : IUndoPreview
{
    private const int Most = 200;
    private const string Binding = "resourcebinding.karmada.io";
    private const string ClusterBinding = "clusterresourcebinding.karmada.io";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    public async Task<ChangePreview> MakeAsync(Guid planId, PlannedChange change, SystemWish system, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Deadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            var host = system.Model.Members.Concat(system.Leaving).Concat(system.Untouched).FirstOrDefault(member => member.Role == KarmadaAccess.Host);
            var kubeconfig = host is null ? null
                : await outputs.FindAsync(system.Model.Id, host.ClusterId, SystemSteps.KarmadaAccess, KarmadaAccess.Output, either.Token);
            if (kubeconfig is null)
            {
                return Nothing("Karmada has never been reached: what it has carried to the member is not known.");
            }

            using var karmada = new KarmadaApi(connections.Connect(screening.Screen(kubeconfig, "")));
            return Describe(planId, change, system.Force, await karmada.ListWorksAsync(change.ClusterName, either.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Nothing($"Karmada did not say within {Deadline.TotalSeconds:0} seconds what it has carried to the member.");
        }
        catch (Exception error) when (error is ProblemException || KubernetesFaults.IsFault(error))
        {
            var problem = KubernetesFaults.Describe(error, KarmadaKubeconfig.Name).Problem;
            return Nothing($"{problem.What}: {problem.Why}");
        }
    }

    private static ChangePreview Nothing(string note) => new(new ManifestSummary(0, 0, 0, 0, note), [], []);

    private static ChangePreview Describe(Guid planId, PlannedChange change, bool force, IReadOnlyList<JsonObject> works)
    {
        var carried = (from work in works
                       from item in (work["spec"]?["workload"]?["manifests"] as JsonArray ?? []).OfType<JsonObject>()
                       let metadata = item["metadata"]
                       select (Item: item, Namespace: Text(metadata?["namespace"]), Name: Text(metadata?["name"]), By: By(work),
                           Stays: (bool?)work["spec"]!["preserveResourcesOnDeletion"] is true))
            .OrderBy(each => each.Namespace, StringComparer.Ordinal).ThenBy(each => Text(each.Item["kind"]), StringComparer.Ordinal)
            .ThenBy(each => each.Name, StringComparer.Ordinal).ToList();
        var stays = carried.Count(each => each.Stays);
        return new ChangePreview(
            new ManifestSummary(0, 0, carried.Count - stays, stays, Note(carried.Count, force)),
            [
                .. carried.Take(Most).Select((each, ordinal) => new PlannedObject
                {
                    PlanId = planId,
                    ChangeId = change.Id,
                    Ordinal = ordinal,
                    ApiVersion = Text(each.Item["apiVersion"]),
                    Kind = Text(each.Item["kind"]),
                    Namespace = each.Namespace,
                    Name = each.Name,
                    Action = each.Stays ? ObjectAction.Keep : ObjectAction.Remove,
                    Note = each.By,
                }),
            ],
            []);
    }

    private static string Note(int carried, bool force)
    {
        List<string> notes = [carried == 0 ? "Karmada has carried nothing to the member." : "Karmada withdraws from the member what it has carried there."];
        if (carried > Most)
        {
            notes.Add($"Only the first {Most} of {carried} objects are listed.");
        }

        if (force)
        {
            notes.Add("By force: where Karmada or the member does not answer, what was carried stays in the member.");
        }

        return string.Join(" ", notes);
    }

    /// <summary>Who asked Karmada to carry it: the binding, where the work names one.</summary>
    private static string By(JsonObject work)
    {
        var notes = work["metadata"]?["annotations"];
        return Text(notes?[$"{Binding}/name"]) is { Length: > 0 } binding ? $"ResourceBinding {Text(notes![$"{Binding}/namespace"])}/{binding}"
            : Text(notes?[$"{ClusterBinding}/name"]) is { Length: > 0 } wide ? $"ClusterResourceBinding {wide}"
            : "";
    }

    private static string Text(JsonNode? node) => (string?)node ?? "";
}
