using System.Text.Json.Nodes;
using Bunit;
using Portal.Web.Components;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Components;

/// <summary>The form of values beside its YAML.</summary>
public sealed class SchemaFormTests : PageTest
{
    private static readonly JsonObject Schema = JsonNode.Parse("""
        {
          "required": ["name"],
          "properties": {
            "name": { "type": "string", "title": "Name", "description": "As people call it.", "pattern": "^[a-z]+$" },
            "replicas": { "type": "integer", "title": "Replicas", "minimum": 1 },
            "store": { "type": "object", "title": "Store", "properties": {
              "kind": { "enum": ["s3", "gcs"], "title": "Kind of store" },
              "password": { "type": "string", "format": "password", "title": "Password" } } },
            "hosts": { "type": "array", "items": { "type": "string" }, "title": "Hosts" },
            "on": { "type": "boolean", "title": "Switched on" }
          }
        }
        """)!.AsObject();

    private string _yaml = "";

    [Fact]
    public void Field_WritesIntoTheYaml_AndLeavesCommentsAndUnknownFields()
    {
        var form = Draw("# Mine.\nunknown: {a: 1}\nreplicas: 2 # enough\n");

        form.Find("#v-replicas").Change("3");
        form.Find("#v-store-kind").Change("\"gcs\"");
        form.Find("#v-hosts").Change("a\nb");
        form.Find("#v-on").Change("false");

        Assert.Equal("# Mine.\nunknown: {a: 1}\nreplicas: 3 # enough\nstore:\n  kind: gcs\nhosts:\n  - a\n  - b\n\"on\": false\n", _yaml);
        Assert.Equal(_yaml, form.Find("#v").GetAttribute("value"));
    }

    [Fact]
    public void Yaml_IsFollowedByTheForm_AndAnEmptyFieldGoes()
    {
        var form = Draw("replicas: 2\n");

        form.Find("#v").Change("replicas: 7\nstore:\n  kind: s3\n");
        Assert.Equal(("7", "\"s3\""), (form.Find("#v-replicas").GetAttribute("value"), form.Find("#v-store-kind").GetAttribute("value")));
        form.Find("#v-replicas").Change("");

        Assert.Equal("store:\n  kind: s3\n", _yaml);
    }

    [Fact]
    public void WhatDoesNotFit_StaysInTheField_WithTheReasonBesideIt()
    {
        var form = Draw("replicas: 2\n");

        form.Find("#v-replicas").Change("many");
        Assert.Equal(("many", "replicas: 2\n"), (form.Find("#v-replicas").GetAttribute("value"), _yaml));
        Assert.Equal("It is not a whole number.", form.Find("#v-replicas-error").TextContent);
        Assert.Contains("v-replicas-error", form.Find("#v-replicas").GetAttribute("aria-describedby"), StringComparison.Ordinal);
        form.Find("#v-name").Change("UP");

        Assert.Equal("It must match ^[a-z]+$.", form.Find("#v-name-error").TextContent);
        form.Find("#v-replicas").Change("4");
        Assert.Empty(form.FindAll("#v-replicas-error"));
    }

    [Fact]
    public void TextThatIsNoYaml_IsKept_AndTheFormWaits()
    {
        var form = Draw("replicas: [");

        Assert.Empty(form.FindAll("#v-replicas"));
        Assert.Equal("replicas: [", form.Find("#v").GetAttribute("value"));
        form.Find("#v").Change("replicas: 5");
        Assert.Equal("5", form.Find("#v-replicas").GetAttribute("value"));
    }

    [Fact]
    public void Default_IsShownAndNotWritten_AndAPasswordIsProtected()
    {
        var form = Draw("", "replicas: 3\non: true\n");

        Assert.Equal("Default: 3", form.Find("#v-replicas").GetAttribute("placeholder"));
        Assert.Equal("Default: Yes", form.Find("#v-on option").TextContent);
        Assert.Equal("password", form.Find("#v-store-password").GetAttribute("type"));
        Assert.Equal("Name · required", Text(form.Find("label[for=v-name]")));
        Assert.Equal("", _yaml);
    }

    [Fact]
    public void WithoutASchema_ThereIsTheYamlAlone()
    {
        var form = Render<SchemaForm>(parameters => parameters.Add(form => form.Id, "v").Add(form => form.Label, "Values").Add(form => form.Value, "a: 1"));

        Assert.Single(form.FindAll("label"));
    }

    private IRenderedComponent<SchemaForm> Draw(string yaml, string defaults = "")
    {
        _yaml = yaml;
        IRenderedComponent<SchemaForm> form = null!;
        form = Render<SchemaForm>(parameters => parameters
            .Add(one => one.Id, "v").Add(one => one.Label, "Values").Add(one => one.Schema, Schema).Add(one => one.Defaults, defaults).Add(one => one.Value, yaml)
            .Add(one => one.ValueChanged, text =>
            {
                _yaml = text;
                form.Render(again => again.Add(one => one.Value, text));
            }));
        return form;
    }
}
