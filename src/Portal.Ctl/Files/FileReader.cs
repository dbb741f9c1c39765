using System.Text.RegularExpressions;
using Portal.Ctl.Files.Shapes;
using Portal.Ctl.Files.Yaml;
using Portal.Ctl.Running;

namespace Portal.Ctl.Files;

/// <summary>Reads a file, a folder of files or the standard input. All faults are told before anything is done.</summary>
internal sealed partial class FileReader(Terminal terminal, IReadOnlyList<DeclaredKind> kinds)
{
    private const int MostFiles = 2_000;
    private const int MostCharacters = 4 * 1024 * 1024;
    private const int MostInAll = 64 * 1024 * 1024;
    private const int MostFaults = 20;

    private readonly List<FileFault> _faults = [];

    /// <summary>In the order in which they have to be applied. Throws when there is a fault, or nothing.</summary>
    public async Task<IReadOnlyList<DeclaredDocument>> ReadAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        List<DeclaredDocument> documents = [];
        var characters = 0;
        foreach (var path in paths.SelectMany(FilesOf))
        {
            var text = path == "-"
                ? await terminal.ReadInputAsync(MostCharacters, cancellationToken)
                : await BoundedText.ReadFileAsync(path, MostCharacters, cancellationToken);
            if ((characters += text.Length) > MostInAll)
            {
                throw new CtlException(ExitCode.Usage, "The files are too large", $"Together at most {MostInAll:N0} characters are read.", "Give less at once.");
            }

            documents.AddRange(Read(path, text));
        }

        foreach (var again in documents.GroupBy(document => document.Label).Where(group => group.Count() > 1).Select(group => group.ElementAt(1)))
        {
            _faults.Add(new FileFault(again.File, again.Line, 1, "", $"{again.Label} is given twice"));
        }

        if (_faults.Count > 0)
        {
            foreach (var fault in _faults.Take(MostFaults))
            {
                terminal.Error.WriteLine(TerminalText.Line(fault.ToString()));
            }

            throw new CtlException(ExitCode.Usage, "Nothing was done", $"The files have {_faults.Count} fault{(_faults.Count == 1 ? "" : "s")}.", "Mend them, and try again.");
        }

        return documents.Count > 0
            ? [.. documents.OrderBy(document => document.Kind.Order).ThenBy(document => document.Name, StringComparer.Ordinal)]
            : throw new CtlException(ExitCode.Usage, "Nothing was done", "There is no document in what was given.", "Name a file or a folder with .yaml files.");
    }

    private static IEnumerable<string> FilesOf(string path)
    {
        if (path == "-" || !Directory.Exists(path))
        {
            return [path];
        }

        // Links are not followed: they could lead in circles, or out of the folder.
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 16, AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden };
        var files = Directory.EnumerateFiles(path, "*", options)
            .Where(file => file.EndsWith(".yaml", StringComparison.Ordinal) || file.EndsWith(".yml", StringComparison.Ordinal))
            .Take(MostFiles + 1).Order(StringComparer.Ordinal).ToList();
        return files.Count <= MostFiles
            ? files
            : throw new CtlException(ExitCode.Usage, $"{path} has too many files", $"At most {MostFiles:N0} are read.", "Give less at once.");
    }

    private List<DeclaredDocument> Read(string file, string text)
    {
        try
        {
            return [.. YamlReader.Read(text).Select(node => Read(file, node)).OfType<DeclaredDocument>()];
        }
        catch (YamlFaultException fault)
        {
            _faults.Add(new FileFault(file, fault.Line, fault.Column, "", fault.Message));
            return [];
        }
    }

    private DeclaredDocument? Read(string file, YamlNode node)
    {
        var before = _faults.Count;
        if (node is not YamlMapping document)
        {
            Fault(node, "", "a document is a mapping with apiVersion, kind, metadata and spec");
            return null;
        }

        foreach (var entry in document.Entries.Where(entry => entry.Name is not ("apiVersion" or "kind" or "metadata" or "spec")))
        {
            _faults.Add(new FileFault(file, entry.Line, entry.Column, entry.Name, "is not known; a document has apiVersion, kind, metadata and spec"));
        }

        if (Text(document, "apiVersion") != DeclaredDocument.ApiVersion)
        {
            Fault(document.Find("apiVersion") ?? document, "apiVersion", $"is {DeclaredDocument.ApiVersion}");
        }

        var kind = kinds.FirstOrDefault(known => known.Name == Text(document, "kind"));
        if (kind is null)
        {
            Fault(document.Find("kind") ?? document, "kind", $"is one of {string.Join(", ", kinds.Select(known => known.Name))}");
        }

        var metadata = document.Find("metadata") as YamlMapping;
        var name = metadata is null ? null : Text(metadata, "name");
        if (name is null || !NameRule().IsMatch(name))
        {
            Fault(metadata?.Find("name") ?? metadata ?? (YamlNode)document, "metadata.name", "is a name of lower-case letters, digits and hyphens");
        }

        foreach (var entry in metadata?.Entries.Where(entry => entry.Name != "name") ?? [])
        {
            _faults.Add(new FileFault(file, entry.Line, entry.Column, $"metadata.{entry.Name}", "is not known; metadata has a name"));
        }

        if (document.Find("spec") is not (YamlMapping or null or YamlScalar { IsPlain: true, Text: "" }))
        {
            Fault(document.Find("spec")!, "spec", "is a mapping");
        }

        if (_faults.Count > before)
        {
            return null;
        }

        var content = document.Find("spec") as YamlMapping ?? new YamlMapping(document.Line, document.Column, []);
        var spec = new ShapedReader((line, column, path, why) => _faults.Add(new FileFault(file, line, column, path, why))).Read(content, kind!.Spec, "spec");
        if (_faults.Count == before && kind.FindFault(spec) is { } fault)
        {
            Fault(content.Find(fault.Field) ?? content, $"spec.{fault.Field}", fault.Why);
        }

        return _faults.Count > before ? null : new DeclaredDocument(file, document.Line, kind, name!, spec);

        void Fault(YamlNode where, string path, string why) => _faults.Add(new FileFault(file, where.Line, where.Column, path, why));
    }

    private static string? Text(YamlMapping mapping, string name) => (mapping.Find(name) as YamlScalar)?.Text;

    /// <summary>As the portal's names are, all of which are parts of addresses and of file names.</summary>
    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\z")]
    public static partial Regex NameRule();
}
