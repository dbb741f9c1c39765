using System.Text;
using Portal.Core.Distribution.Sources;
using Portal.Core.Distribution.Sources.Sync;
using Portal.Jobs.Distribution.Sources.Git;

namespace Portal.Jobs.Distribution.Sources;

/// <summary>What a folder of a repository leads to, by what is in it: a chart, a kustomization, or manifests as they are.</summary>
internal sealed class GitRendering(SourceTools tools)
{
    private const int MostTold = 10;

    /// <returns>Manifests, and "name version" of the chart that was rendered, or empty.</returns>
    public async Task<(string Manifests, string Chart)> RenderAsync(
        GitCheckout checkout, SourceDefinition source, string values, string application, CancellationToken cancellationToken)
    {
        var folder = source.Path;
        switch (checkout.Find(folder))
        {
            case GitEntryKind.None:
                throw SourceFaults.Refuse(checkout.Address, $"It has no folder {folder}.", "Correct the path, or the branch.");
            case GitEntryKind.File:
                throw SourceFaults.Refuse(checkout.Address, $"{folder} is a file.", "Give the path of the folder in which it is.");
        }

        var chart = folder.Length == 0 ? "Chart.yaml" : $"{folder}/Chart.yaml";
        if (checkout.Find(chart) == GitEntryKind.File)
        {
            var name = ChartName.Read(checkout.ReadText(chart));
            return (await tools.RenderChartAsync(checkout.Write(folder), source, values, application, checkout.Address, cancellationToken), name);
        }

        if (KustomizeFolders.KustomizationOf(checkout, folder) is not null)
        {
            var root = "";
            foreach (var needed in new KustomizeFolders(checkout).Find(folder))
            {
                checkout.Write(needed);
                root = Path.Combine(checkout.Folder, "files");
            }

            return (await tools.RenderKustomizationAsync(Path.Combine(root, folder), root, checkout.Address, cancellationToken), "");
        }

        return (Join(checkout, source), "");
    }

    private static string Join(GitCheckout checkout, SourceDefinition source)
    {
        var text = new StringBuilder();
        var faults = new List<string>();
        foreach (var path in checkout.List(source.Path, source.Recursive, path => path.EndsWith(".yaml", StringComparison.Ordinal) || path.EndsWith(".yml", StringComparison.Ordinal)))
        {
            var content = checkout.ReadText(path);
            // Of what concerns a file as a whole, that it is empty is no fault.
            faults.AddRange(ManifestSource.Read(content).Faults.Where(fault => fault.Line > 0).Select(fault => $"{path}: {fault.Words}"));
            text.Append(text.Length > 0 ? "---\n" : "").Append("# ").Append(path).Append('\n').Append(content.ReplaceLineEndings("\n").Trim('\n')).Append('\n');
            if (text.Length > ManifestSource.MostCharacters)
            {
                throw SourceFaults.TooLarge(checkout.Address, $"The manifests have more than {ManifestSource.MostCharacters} characters in all.");
            }
        }

        if (faults.Count > 0)
        {
            throw SourceFaults.Refuse(checkout.Address, string.Join(' ', faults.Take(MostTold)), "Correct these places, and push.");
        }

        return text.Length > 0 ? text.ToString() : throw SourceFaults.Refuse(checkout.Address, $"The folder /{source.Path} holds no .yaml file, no kustomization and no chart.", "Correct the path, or take the folders below as well.");
    }
}
