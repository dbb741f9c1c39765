using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Components;
using Portal.Core.Components.Values;

namespace Portal.Web.Components;

/// <summary>
/// A form drawn from a JSON schema beside the YAML that it writes: each follows the other. What the form does not know stays
/// in the YAML as it is; without a schema there is the YAML alone.
/// </summary>
public partial class SchemaForm
{
    private JsonObject? _schema;
    private string? _read;
    private string? _readDefaults;
    private IReadOnlyList<SchemaField> _fields = [];
    private JsonObject? _values = [];
    private JsonObject _defaults = [];

    /// <summary>Of the YAML's field; those of the form begin with it.</summary>
    [Parameter, EditorRequired]
    public required string Id { get; set; }

    /// <summary>Of the YAML's field.</summary>
    [Parameter, EditorRequired]
    public required string Label { get; set; }

    [Parameter]
    public JsonObject? Schema { get; set; }

    /// <summary>YAML.</summary>
    [Parameter, EditorRequired]
    public required string Value { get; set; }

    [Parameter]
    public EventCallback<string> ValueChanged { get; set; }

    /// <summary>YAML: what holds where nothing is given.</summary>
    [Parameter]
    public string Defaults { get; set; } = "";

    /// <summary>True where what is left out of secrets stays as it is.</summary>
    [Parameter]
    public bool Kept { get; set; }

    [Parameter]
    public string? Placeholder { get; set; }

    [Parameter]
    public string? Help { get; set; }

    [Parameter]
    public int Rows { get; set; } = 12;

    protected override void OnParametersSet()
    {
        if (!ReferenceEquals(Schema, _schema))
        {
            _schema = Schema;
            _fields = SchemaFields.Read(Schema);
        }

        if (_readDefaults != Defaults)
        {
            _readDefaults = Defaults;
            _defaults = Parse(Defaults) ?? [];
        }

        if (_read != Value)
        {
            _read = Value;
            _values = Parse(Value);
        }
    }

    private static JsonObject? Parse(string yaml)
    {
        try
        {
            return ComponentValues.Parse(yaml);
        }
        catch (StrictYamlException)
        {
            return null;
        }
    }

    private Task TypedAsync(string text) => ValueChanged.InvokeAsync(text);

    private Task SetAsync((SchemaField Field, JsonNode? Value) change) => _values is null
        ? Task.CompletedTask
        : ValueChanged.InvokeAsync(YamlEdit.Set(Value, change.Field.Path, change.Value));
}
