using System.Text.Json.Nodes;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Values;

namespace Portal.Core.Tests.Components;

public sealed class SchemaFieldsTests
{
    private static readonly IReadOnlyList<SchemaField> Fields = SchemaFields.Read(JsonNode.Parse("""
        {
          "required": ["name"],
          "properties": {
            "name": { "type": "string", "title": "Name", "minLength": 2, "maxLength": 4, "pattern": "^[a-z]+$" },
            "password": { "type": "string", "format": "password" },
            "store": { "type": "string", "writeOnly": true },
            "count": { "type": "integer", "minimum": 1, "maximum": 9, "default": 3 },
            "share": { "type": "number" },
            "on": { "type": "boolean" },
            "kind": { "enum": ["one", "two", true] },
            "hosts": { "type": "array", "items": { "type": "string" }, "minItems": 2 },
            "relays": { "type": "object", "additionalProperties": { "type": "string" } },
            "nodes": { "type": "object", "additionalProperties": { "type": "array", "items": { "type": "string" } } },
            "group": { "type": "object", "required": ["inner"], "properties": { "inner": { "type": "string" } } },
            "rest": { "type": "array", "items": { "type": "object" } }
          }
        }
        """)!.AsObject());

    [Fact]
    public void Kinds_AreThoseOfTheSchema()
    {
        Assert.Equal(
            ["Text", "Secret", "Secret", "Whole", "Number", "Toggle", "Choice", "List", "Map", "Map", "Group", "Yaml"],
            Fields.Select(field => field.Kind.ToString()));
        var inner = Assert.Single(Find("group").Fields);
        Assert.Equal(("group-inner", true, "inner"), (inner.Key, inner.Required, inner.Title));
    }

    [Theory]
    [InlineData("name", "abc", "\"abc\"", null)]
    [InlineData("name", "", null, SchemaFault.Required)]
    [InlineData("name", "a", "\"a\"", SchemaFault.TooShort)]
    [InlineData("name", "abcde", "\"abcde\"", SchemaFault.TooLong)]
    [InlineData("name", "A1", "\"A1\"", SchemaFault.NoMatch)]
    [InlineData("count", "5", "5", null)]
    [InlineData("count", "", null, null)]
    [InlineData("count", "0", "0", SchemaFault.TooSmall)]
    [InlineData("count", "10", "10", SchemaFault.TooLarge)]
    [InlineData("count", "1.5", null, SchemaFault.NotAnInteger)]
    [InlineData("share", "1.5", "1.5", null)]
    [InlineData("share", "much", null, SchemaFault.NotANumber)]
    [InlineData("on", "true", "true", null)]
    [InlineData("kind", "\"two\"", "\"two\"", null)]
    [InlineData("kind", "true", "true", null)]
    [InlineData("hosts", "a\n b ", "[\"a\",\"b\"]", null)]
    [InlineData("hosts", "a", "[\"a\"]", SchemaFault.TooFew)]
    [InlineData("relays", "member1: relay\nrelay: top", "{\"member1\":\"relay\",\"relay\":\"top\"}", null)]
    [InlineData("relays", "member1", null, SchemaFault.NotAPair)]
    [InlineData("nodes", "member1: node-a, node-b", "{\"member1\":[\"node-a\",\"node-b\"]}", null)]
    public void Text_IsReadAsTheFieldsValue_AndShownAgain(string name, string text, string? value, SchemaFault? fault)
    {
        var read = SchemaText.Read(Find(name), text);

        Assert.Equal((value, fault), (read.Value?.ToJsonString(), read.Fault));
        if (read.Value is not null)
        {
            Assert.Equal(value, SchemaText.Read(Find(name), SchemaText.Show(Find(name), read.Value)!).Value?.ToJsonString());
            Assert.Equal(fault, SchemaText.Check(Find(name), read.Value));
        }
    }

    [Theory]
    [InlineData("name", "[1]")]
    [InlineData("hosts", "[{}]")]
    [InlineData("on", "\"maybe\"")]
    [InlineData("kind", "\"three\"")]
    public void ValueOfAnotherKind_IsLeftToYaml(string name, string value) => Assert.Null(SchemaText.Show(Find(name), JsonNode.Parse(value)));

    [Fact]
    public void EverySchemaOfTheCatalogue_MakesAForm()
    {
        var catalog = ComponentCatalog.Load(null);

        Assert.All(catalog.Entries.Where(entry => entry.ValuesSchema is not null), entry => Assert.NotEmpty(SchemaFields.Read(entry.ValuesSchema)));
        Assert.All(catalog.Systems.Where(system => system.Settings is not null), system => Assert.NotEmpty(SchemaFields.Read(system.Settings)));
    }

    private static SchemaField Find(string name) => Fields.Single(field => field.Path[0] == name);
}
