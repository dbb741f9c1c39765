using System.Text;
using ClusterSim.Access;
using ClusterSim.Api;
using ClusterSim.Json;
using ClusterSim.Storage;

namespace ClusterSim.Controllers;

/// <summary>Token Secrets of ServiceAccounts, claims of storage, and ClusterRoles that gather others.</summary>
internal static class Accounts
{
    private const string TokenType = "kubernetes.io/service-account-token";
    private const string Roles = "clusterroles.rbac.authorization.k8s.io";

    public static void Register(ControllerLoop loop)
    {
        loop.Add("tokens", FillToken, (l, change) =>
        {
            if (change.Key == "secrets" && change.Type == ChangeType.Added)
            {
                l.Enqueue("tokens", change.After.Namespace, change.After.Name);
            }
        });
        loop.Add("claims", Bind, (l, change) =>
        {
            if (change.Key == "persistentvolumeclaims" && change.Type == ChangeType.Added)
            {
                l.Enqueue("claims", change.After.Namespace, change.After.Name);
            }
        });
        loop.Add("aggregation", (l, _, _) => Gather(l), (l, change) =>
        {
            if (change.Key == Roles)
            {
                l.Enqueue("aggregation", "", "");
            }
        });
    }

    private static void FillToken(ControllerLoop loop, string ns, string name)
    {
        if (loop.Store.Get("secrets", ns, name) is not { } stored || stored.Read() is not { } secret || secret.Text("type") != TokenType)
        {
            return;
        }

        var wanted = secret.At("metadata", "annotations", "kubernetes.io/service-account.name") as string ?? "";
        if (loop.Store.Get("serviceaccounts", ns, wanted) is not { } account)
        {
            loop.Delete("secrets", stored);
            return;
        }

        static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
        loop.Change("secrets", stored, s =>
        {
            s.Ensure("metadata").Ensure("annotations")["kubernetes.io/service-account.uid"] = account.Uid;
            var data = s.Ensure("data");
            data["ca.crt"] = Encode(loop.Cluster.Context.Authority.Pem);
            data["namespace"] = Encode(ns);
            data["token"] = Encode(TokenRequests.ForSecret(loop.Cluster, ns, name, account));
        });
    }

    private static void Bind(ControllerLoop loop, string ns, string name)
    {
        if (loop.Store.Get("persistentvolumeclaims", ns, name) is not { } stored)
        {
            return;
        }

        var claim = stored.Read();
        var volume = $"pvc-{stored.Uid}";
        var size = claim.At("spec", "resources", "requests", "storage");
        if (loop.Store.Get("persistentvolumes", "", volume) is null)
        {
            loop.Create("persistentvolumes", "", new Map
            {
                ["metadata"] = new Map { ["name"] = volume },
                ["spec"] = new Map
                {
                    ["capacity"] = new Map { ["storage"] = size },
                    ["accessModes"] = JsonText.Clone(claim.At("spec", "accessModes")),
                    ["persistentVolumeReclaimPolicy"] = "Delete",
                    ["storageClassName"] = claim.At("spec", "storageClassName"),
                    ["hostPath"] = new Map { ["path"] = $"/sim/{volume}" },
                    ["claimRef"] = new Map { ["kind"] = "PersistentVolumeClaim", ["apiVersion"] = "v1", ["namespace"] = ns, ["name"] = name, ["uid"] = stored.Uid },
                },
            });
        }

        loop.Change("persistentvolumeclaims", stored, c => c.Child("spec")!["volumeName"] = volume);
        loop.SetStatus("persistentvolumeclaims", loop.Store.Get("persistentvolumeclaims", ns, name)!, new Map
        {
            ["phase"] = "Bound",
            ["accessModes"] = JsonText.Clone(claim.At("spec", "accessModes")),
            ["capacity"] = new Map { ["storage"] = size },
        });
    }

    private static void Gather(ControllerLoop loop)
    {
        var all = loop.Store.List(Roles, null);
        foreach (var stored in all)
        {
            var role = stored.Read();
            if (role.Child("aggregationRule")?.List("clusterRoleSelectors") is not { } selectors)
            {
                continue;
            }

            var matching = selectors.OfType<Map>().Select(LabelSelector.From).ToList();
            var rules = new Seq();
            foreach (var rule in all.Where(r => r.Name != stored.Name && matching.Exists(s => s.Matches(r.Labels))).SelectMany(r => r.Read().List("rules") ?? []))
            {
                if (!rules.Exists(r => JsonText.Same(r, rule)))
                {
                    rules.Add(rule);
                }
            }

            if (!JsonText.Same(rules, role.List("rules") ?? []))
            {
                loop.Change(Roles, stored, r => r["rules"] = rules);
            }
        }
    }
}
