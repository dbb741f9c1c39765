using System.Text.Json.Nodes;

namespace Portal.Core.Components.Catalog;

/// <summary>Checks that what the files of a catalogue say of each other holds. Throws <see cref="CatalogException"/>.</summary>
internal static class CatalogReferences
{
    public static void Check(ComponentCatalog catalog)
    {
        foreach (var entry in catalog.Entries)
        {
            Check(catalog, entry);
        }

        foreach (var system in catalog.Systems)
        {
            Check(catalog, system);
        }
    }

    private static void Check(ComponentCatalog catalog, CatalogEntry entry)
    {
        foreach (var needed in entry.Requirements.Components)
        {
            DemandEntry(catalog, entry.Name, "/requirements/components", needed.Name);
            if (needed.Role?.Split('/') is [var system, var role] && catalog.FindSystem(system)?.Role(role) is null)
            {
                throw new CatalogException($"{entry.Name}: /requirements/components: no system of the catalogue has the role \"{needed.Role}\"");
            }
        }

        foreach (var name in entry.Requirements.After)
        {
            DemandEntry(catalog, entry.Name, "/requirements/after", name);
        }

        foreach (var conflict in entry.Conflicts)
        {
            DemandEntry(catalog, entry.Name, "/conflicts", conflict.Name);
        }

        if (entry.System is { } group && catalog.FindSystem(group) is null)
        {
            throw new CatalogException($"{entry.Name}: /system: no system of the catalogue is called \"{group}\"");
        }
    }

    private static void Check(ComponentCatalog catalog, CatalogSystem system)
    {
        foreach (var name in system.Roles.SelectMany(role => role.Parts).Select(part => part.Component).Concat(system.SameVersion))
        {
            DemandEntry(catalog, system.Name, "/roles", name);
        }

        foreach (var name in system.Roles.SelectMany(role => role.After).Concat(system.Steps.SelectMany(step => step.Roles)))
        {
            if (system.Role(name) is null)
            {
                throw new CatalogException($"{system.Name}: the system has no role \"{name}\"");
            }
        }

        foreach (var step in system.Steps)
        {
            Check(system, step);
        }

        foreach (var part in system.Roles.SelectMany(role => role.Parts))
        {
            if (Placeholders.Names(part.Values).FirstOrDefault(name => !IsKnown(system, name)) is { } unknown)
            {
                throw new CatalogException($"{system.Name}: the values of {part.Component} use ${{{unknown}}}, which nothing gives");
            }
        }
    }

    private static void Check(CatalogSystem system, SystemStep step)
    {
        if (!SystemSteps.Known.Contains(step.Name))
        {
            throw new CatalogException(
                $"{system.Name}: /steps: the portal has no step \"{step.Name}\"; it has {string.Join(", ", SystemSteps.Known.Order(StringComparer.Ordinal))}");
        }

        var parts = step.Roles.SelectMany(role => system.Role(role)!.Parts).Select(part => part.Component).ToHashSet();
        var steps = system.Steps.Where(other => other != step).Select(other => other.Name);
        if (step.Before.Except(parts).Concat(step.After.Except(parts.Concat(steps))).FirstOrDefault() is { } missing)
        {
            throw new CatalogException($"{system.Name}: /steps: {step.Name} is ordered against \"{missing}\", which its roles do not have");
        }
    }

    private static bool IsKnown(CatalogSystem system, string name) =>
        name is Placeholders.Version or Placeholders.ClusterName or Placeholders.ClusterNetwork or Placeholders.FleetName
        || (name.StartsWith(Placeholders.Settings, StringComparison.Ordinal)
            && system.Settings?["properties"] is JsonObject settings && settings.ContainsKey(name[Placeholders.Settings.Length..]))
        || (name.LastIndexOf('.') is > 0 and var dot && system.Steps.Any(step => step.Name == name[..dot]));

    private static void DemandEntry(ComponentCatalog catalog, string file, string path, string name)
    {
        if (catalog.Find(name) is null)
        {
            throw new CatalogException($"{file}: {path}: no entry of the catalogue is called \"{name}\"");
        }
    }
}
