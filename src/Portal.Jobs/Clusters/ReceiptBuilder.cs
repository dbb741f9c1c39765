using Portal.Core.Clusters;

namespace Portal.Jobs.Clusters;

/// <summary>Gathers what a leave has done.</summary>
internal sealed class ReceiptBuilder
{
    private readonly List<MemberObject> _removed = [];
    private readonly List<LeftBehind> _left = [];
    private readonly List<string> _commands = [];

    /// <summary>What join creates, the binding first: in the order in which it is removed.</summary>
    public static IReadOnlyList<MemberObject> Account { get; } =
    [
        new("ClusterRoleBinding", MemberAccount.Name, ""),
        new("ClusterRole", MemberAccount.Name, ""),
        new("ServiceAccount", MemberAccount.Name, MemberAccount.Name),
        new("Namespace", MemberAccount.Name, ""),
    ];

    public void Remove(MemberObject item)
    {
        Forget(item);
        _removed.Add(item);
    }

    /// <summary>The last word on an object counts: a removal that lost an answer looks at all of them again.</summary>
    public void Leave(MemberObject item, string why, bool clear = true)
    {
        Forget(item);
        _left.Add(new LeftBehind(item.Kind, item.Name, item.Namespace, why));

        // The namespace takes its ServiceAccount with it.
        if (clear && item.Kind != "ServiceAccount")
        {
            _commands.Add(Clear(item));
        }
    }

    /// <summary>Nothing could be asked: all of it may still be there.</summary>
    public void LeaveAll(string why)
    {
        foreach (var item in Account.Where(item => !_removed.Contains(item) && !_left.Exists(left => left.Kind == item.Kind && left.Name == item.Name)))
        {
            Leave(item, $"It may still be there: {why}");
        }
    }

    public void LeaveRelease(string component, string release, string releaseNamespace)
    {
        _left.Add(new LeftBehind("HelmRelease", release, releaseNamespace, $"The component {component} goes on running: a leave uninstalls nothing."));
        _commands.Add($"helm uninstall {release} --namespace {releaseNamespace}");
    }

    private static string Clear(MemberObject item) => $"kubectl delete {item.Kind.ToLowerInvariant()} {item.Name} --ignore-not-found";

    private void Forget(MemberObject item)
    {
        _removed.Remove(item);
        _left.RemoveAll(left => left.Kind == item.Kind && left.Name == item.Name);
        _commands.Remove(Clear(item));
    }

    public LeaveReceipt Build() => new(_removed, _left, _commands);
}
