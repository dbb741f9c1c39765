using Portal.Core.Components.Catalog;
using Portal.Core.Components.Systems;

namespace Portal.Core.Components.Planning;

/// <summary>
/// The parts and steps of a system as targets, and what each of them needs: the order of parts, before and after of steps, the
/// order of roles, and the steps whose outputs are used. Pure.
/// </summary>
internal sealed class SystemGraph
{
    private readonly CatalogSystem _system;
    private readonly Func<string, IEnumerable<SystemPart>> _parts;
    private readonly ILookup<string, SystemMember> _members;
    private readonly Dictionary<PlanTarget, HashSet<PlanTarget>> _needs = [];
    private readonly Dictionary<(Guid Cluster, string Role), List<PlanTarget>> _nodes = [];

    /// <param name="system">As the catalogue has it.</param>
    /// <param name="members">All of its clusters, those that leave too.</param>
    /// <param name="parts">The parts of a role that are there or wanted.</param>
    public SystemGraph(CatalogSystem system, IEnumerable<SystemMember> members, Func<string, IEnumerable<SystemPart>> parts)
    {
        _system = system;
        _parts = parts;
        _members = members.ToLookup(member => member.Role);
        foreach (var member in _members.SelectMany(group => group))
        {
            AddMember(member);
        }

        foreach (var role in system.Roles)
        {
            AddOrder(role);
        }
    }

    /// <summary>What a step is called among the components of a plan.</summary>
    public static string StepKey(CatalogSystem system, SystemStep step) => $"{system.Name}/{step.Name}";

    /// <summary>Each once.</summary>
    public IEnumerable<PlanLink> Links => _needs.SelectMany(pair => pair.Value.Select(provider => new PlanLink(pair.Key, provider)));

    /// <summary>The parts and steps of a member.</summary>
    public IReadOnlyList<PlanTarget> Nodes(SystemMember member) => _nodes.GetValueOrDefault((member.ClusterId, member.Role)) ?? [];

    private void AddMember(SystemMember member)
    {
        var parts = _parts(member.Role).Select(part => (Part: part, Target: new PlanTarget(member.ClusterId, part.Component))).ToList();
        var steps = _system.Steps.Where(step => step.Roles.Contains(member.Role)).Select(step => (Step: step, Target: Target(member, step))).ToList();
        for (var index = 0; index < parts.Count; index++)
        {
            if (index > 0)
            {
                Link(parts[index].Target, parts[index - 1].Target);
            }

            foreach (var provider in SystemOutputSet.StepsOf(_system, parts[index].Part).SelectMany(step => Runs(step, member)))
            {
                Link(parts[index].Target, provider);
            }
        }

        foreach (var (step, target) in steps)
        {
            foreach (var part in parts)
            {
                if (step.Before.Contains(part.Part.Component))
                {
                    Link(part.Target, target);
                }

                if (step.After.Contains(part.Part.Component))
                {
                    Link(target, part.Target);
                }
            }

            foreach (var other in steps.Where(other => step.After.Contains(other.Step.Name)))
            {
                Link(target, other.Target);
            }
        }

        _nodes[(member.ClusterId, member.Role)] = [.. parts.Select(part => part.Target), .. steps.Select(step => step.Target)];
    }

    /// <summary>A role begins when those before it are done: their last things come before its first.</summary>
    private void AddOrder(SystemRole role)
    {
        var before = role.After.SelectMany(name => Ends(name, [])).Distinct().ToList();
        var earlier = Earlier(role, []);
        foreach (var member in _members[role.Name])
        {
            // What a cluster has in an earlier role as well comes with that one.
            var shared = earlier.SelectMany(name => _nodes.GetValueOrDefault((member.ClusterId, name)) ?? []).ToHashSet();
            var mine = Nodes(member).ToHashSet();
            var own = mine.Where(node => !shared.Contains(node)).ToHashSet();
            foreach (var first in own.Where(node => !Needs(node).Any(own.Contains)).ToList())
            {
                foreach (var last in before.Where(last => !mine.Contains(last) && !(last.ClusterId == member.ClusterId && Reaches(last, first))))
                {
                    Link(first, last);
                }
            }
        }
    }

    /// <summary>The last things of a role; where it has none, of the roles before it.</summary>
    private IEnumerable<PlanTarget> Ends(string name, HashSet<string> seen)
    {
        if (!seen.Add(name) || _system.Role(name) is not { } role)
        {
            return [];
        }

        var ends = _members[name].SelectMany(member => Nodes(member).ToHashSet() is var mine
            ? mine.Except(mine.SelectMany(Needs))
            : []).ToList();
        return ends.Count > 0 ? ends : role.After.SelectMany(before => Ends(before, seen));
    }

    private HashSet<string> Earlier(SystemRole role, HashSet<string> names)
    {
        foreach (var name in role.After.Where(name => name != role.Name && names.Add(name)))
        {
            Earlier(_system.Role(name)!, names);
        }

        return names;
    }

    private IEnumerable<PlanTarget> Needs(PlanTarget node) => _needs.GetValueOrDefault(node) ?? [];

    private bool Reaches(PlanTarget from, PlanTarget to)
    {
        var seen = new HashSet<PlanTarget> { from };
        var open = new Stack<PlanTarget>([from]);
        while (open.TryPop(out var node) && node != to)
        {
            foreach (var need in Needs(node).Where(seen.Add))
            {
                open.Push(need);
            }
        }

        return seen.Contains(to);
    }

    /// <summary>Where a step runs whose output a member uses: on its own cluster, else on those that have a role of the step.</summary>
    private IEnumerable<PlanTarget> Runs(SystemStep step, SystemMember member) => step.Roles.Contains(member.Role)
        ? [Target(member, step)]
        : step.Roles.SelectMany(role => _members[role]).Select(other => Target(other, step));

    private PlanTarget Target(SystemMember member, SystemStep step) => new(member.ClusterId, StepKey(_system, step));

    private void Link(PlanTarget dependent, PlanTarget provider)
    {
        if (dependent == provider)
        {
            return;
        }

        if (!_needs.TryGetValue(dependent, out var needs))
        {
            _needs[dependent] = needs = [];
        }

        needs.Add(provider);
    }
}
