using System.Collections.Concurrent;
using ClusterSim.Json;
using ClusterSim.Storage;

namespace ClusterSim.Controllers;

/// <summary>
/// Makes a simulated cluster behave as Karmada's API: a Cluster gets its finalizer, its namespace and its condition, and ends
/// once its works have been withdrawn. It needs the definitions of Cluster and Work.
/// </summary>
public sealed class KarmadaControllers
{
    private const string Clusters = "clusters.cluster.karmada.io";
    private const string Works = "works.work.karmada.io";
    private const string Prefix = "karmada-es-";
    private const string ClusterFinalizer = "karmada.io/cluster-controller";
    private const string WorkFinalizer = "karmada.io/execution-controller";

    private readonly ConcurrentDictionary<string, string> _unreachable = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _refusing = new(StringComparer.Ordinal);
    private readonly ControllerLoop _loop;

    private KarmadaControllers(ControllerLoop loop) => _loop = loop;

    public static KarmadaControllers Attach(Cluster cluster)
    {
        var karmada = new KarmadaControllers(cluster.Controllers);
        cluster.Controllers.Add("karmada-clusters", (_, _, name) => karmada.Reconcile(name), (loop, change) =>
        {
            if (change.Key == Clusters && change.Type != ChangeType.Deleted)
            {
                loop.Enqueue("karmada-clusters", "", change.After.Name);
            }
            else if (change.Key == "namespaces" && change.After.Name.StartsWith(Prefix, StringComparison.Ordinal))
            {
                loop.Enqueue("karmada-clusters", "", change.After.Name[Prefix.Length..]);
            }
        });
        cluster.Controllers.Add("karmada-works", (_, ns, name) => karmada.Withdraw(ns, name), (loop, change) =>
        {
            if (change.Key == Works && change.Type != ChangeType.Deleted && change.After.Deleting)
            {
                loop.Enqueue("karmada-works", change.After.Namespace, change.After.Name);
            }
        });
        return karmada;
    }

    /// <summary>Karmada reaches the member no more, for <paramref name="reason"/>: its condition says so, and nothing is withdrawn from it.</summary>
    public void Lose(string member, string reason = "ClusterNotReachable")
    {
        _unreachable[member] = reason;
        _loop.Enqueue("karmada-clusters", "", member);
    }

    public void Regain(string member)
    {
        _unreachable.TryRemove(member, out _);
        _loop.Enqueue("karmada-clusters", "", member);
        lock (_loop.Store.Gate)
        {
            foreach (var work in _loop.Store.List(Works, Prefix + member))
            {
                _loop.Enqueue("karmada-works", work.Namespace, work.Name);
            }
        }
    }

    /// <summary>The member takes nothing of what it is sent, with these words.</summary>
    public void Refuse(string member, string message) => _refusing[member] = message;

    public void Accept(string member) => _refusing.TryRemove(member, out _);

    internal bool Reaches(string member) => !_unreachable.ContainsKey(member);

    internal string? RefusalOf(string member) => _refusing.GetValueOrDefault(member);

    private void Reconcile(string name)
    {
        if (_loop.Store.Get(Clusters, "", name) is not { } stored)
        {
            return;
        }

        var space = _loop.Store.Get("namespaces", "", Prefix + name);
        if (stored.Deleting)
        {
            if (space is { Deleting: false })
            {
                _loop.Delete("namespaces", space);
            }
            else if (space is null)
            {
                _loop.Change(Clusters, stored, cluster => Strip(cluster, ClusterFinalizer));
            }

            return;
        }

        if (space is null)
        {
            _loop.Create("namespaces", "", new Map
            {
                ["metadata"] = new Map { ["name"] = Prefix + name, ["labels"] = new Map { ["karmada.io/system"] = "true" } },
            });
        }

        _loop.Change(Clusters, stored, cluster => cluster.Ensure("metadata")["finalizers"] = new Seq { ClusterFinalizer });
        var lost = _unreachable.TryGetValue(name, out var reason);
        _loop.SetStatus(Clusters, _loop.Store.Get(Clusters, "", name)!, new Map
        {
            ["kubernetesVersion"] = "v1.28.0",
            ["conditions"] = new Seq
            {
                new Map
                {
                    ["type"] = "Ready",
                    ["status"] = lost ? "False" : "True",
                    ["reason"] = lost ? reason : "ClusterReady",
                    ["message"] = lost ? "cluster is not reachable" : "cluster is healthy and ready to accept workloads",
                    ["lastTransitionTime"] = "2026-11-24T20:03:11Z",
                },
            },
        });
    }

    private void Withdraw(string ns, string name)
    {
        if (_loop.Store.Get(Works, ns, name) is { Deleting: true } work && !_unreachable.ContainsKey(ns[Prefix.Length..]))
        {
            _loop.Change(Works, work, item => Strip(item, WorkFinalizer));
        }
    }

    private static void Strip(Map item, string finalizer)
    {
        var meta = item.Child("metadata")!;
        var rest = new Seq((meta.List("finalizers") ?? []).Where(entry => entry as string != finalizer));
        meta.Remove("finalizers");
        if (rest.Count > 0)
        {
            meta["finalizers"] = rest;
        }
    }
}
