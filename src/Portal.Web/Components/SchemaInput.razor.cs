using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Components;
using Portal.Core.Components.Values;
using Portal.Web.Shell;

namespace Portal.Web.Components;

/// <summary>One field of a form that is drawn from a schema, or a group of them. What does not fit stays in the field, with the reason beside it.</summary>
public partial class SchemaInput
{
    private string? _refused;
    private SchemaFault? _fault;
    private JsonNode? _seen;

    [Parameter, EditorRequired]
    public required string Id { get; set; }

    [Parameter, EditorRequired]
    public required SchemaField Field { get; set; }

    /// <summary>What is given.</summary>
    [Parameter, EditorRequired]
    public required JsonObject Values { get; set; }

    /// <summary>What holds where nothing is given.</summary>
    [Parameter, EditorRequired]
    public required JsonObject Defaults { get; set; }

    [Parameter]
    public bool Kept { get; set; }

    [Parameter]
    public EventCallback<(SchemaField Field, JsonNode? Value)> OnSet { get; set; }

    private string InputId => $"{Id}-{Field.Key}";

    private string HelpId => $"{InputId}-help";

    private string ErrorId => $"{InputId}-error";

    private string DescribedBy => Fault is null ? HelpId : $"{HelpId} {ErrorId}";

    private string Invalid => Fault is null ? "false" : "true";

    private string Title => PhraseBook.Say(Field.Title, CultureInfo.CurrentUICulture);

    private string Words => PhraseBook.Say(Field.Description, CultureInfo.CurrentUICulture);

    private bool IsNumber => Field.Kind is SchemaFieldKind.Number or SchemaFieldKind.Whole;

    /// <summary>A longer secret may have several lines, which a password's field would lose.</summary>
    private bool IsPassword => Field.MaxLength is not null || Field.Path[^1].Contains("assword", StringComparison.Ordinal);

    private JsonNode? Given => YamlEdit.At(Values, Field.Path);

    private string? Shown => _refused ?? SchemaText.Show(Field, Given);

    private SchemaFault? Fault => _fault ?? SchemaText.Check(Field, Given);

    private string Unset => Field.Kind == SchemaFieldKind.Secret
        ? Kept ? L["Schema.Kept"] : ""
        : (YamlEdit.At(Defaults, Field.Path) ?? Field.Default) is { } value && SchemaText.Show(Field, value) is { Length: > 0 } text
            ? L.Fill("Schema.Default", ("value", Field.Kind is SchemaFieldKind.Toggle or SchemaFieldKind.Choice ? OptionWords(text) : text))
            : L["Schema.NotSet"];

    private IEnumerable<(string Value, string Words)> Options => Field.Kind == SchemaFieldKind.Toggle
        ? [("true", L["Schema.Yes"]), ("false", L["Schema.No"])]
        : Field.Choices.Select(choice => (choice.ToJsonString(), choice.ToString()));

    protected override void OnParametersSet()
    {
        // The YAML has changed the field since: what was refused is over.
        if (_refused is not null && !JsonNode.DeepEquals(_seen, Given))
        {
            (_refused, _fault) = (null, null);
        }
    }

    private async Task ChangedAsync(ChangeEventArgs args)
    {
        var text = args.Value?.ToString() ?? "";
        var (value, fault) = SchemaText.Read(Field, text);
        _fault = fault;
        if (value is null && fault is not null && text.Length > 0)
        {
            // It has no value that could stand in the YAML.
            (_refused, _seen) = (text, Given);
            return;
        }

        _refused = null;
        await OnSet.InvokeAsync((Field, value));
    }

    /// <summary>How the field is written, where it takes more than one line.</summary>
    private string WayWords => Field.Kind switch
    {
        SchemaFieldKind.List => L["Schema.OneALine"],
        SchemaFieldKind.Map => L[Field.Items == SchemaFieldKind.List ? "Schema.ListPairs" : "Schema.Pairs"],
        _ => "",
    };

    private string OptionWords(string text) => Options.FirstOrDefault(option => option.Value == text).Words
        ?? (text.StartsWith('"') ? JsonSerializer.Deserialize<string>(text)! : text);

    private string Say(SchemaFault fault) => L.Fill(
        $"Schema.Fault.{fault}",
        ("least", Number(fault is SchemaFault.TooShort ? Field.MinLength : fault is SchemaFault.TooFew ? Field.MinItems : Field.Minimum)),
        ("most", Number(fault is SchemaFault.TooLong ? Field.MaxLength : fault is SchemaFault.TooMany ? Field.MaxItems : Field.Maximum)),
        ("pattern", Field.Pattern ?? ""));

    private static string Number(double? value) => value?.ToString("G", CultureInfo.CurrentCulture) ?? "";
}
