using Portal.Core.Distribution.Delivery;
using Portal.Core.Distribution.Sources;
using Portal.Core.Problems;

namespace Portal.Core.Tests.Distribution;

public sealed class ManifestSourceTests
{
    [Theory]
    [InlineData("", "The source holds no object.")]
    [InlineData("# nothing\n---\n---\n", "The source holds no object.")]
    [InlineData("- a\n", "Line 1, column 1: the document is not an object.")]
    [InlineData("kind: A\n---\n# c\n\nkind: B\nmetadata: {name: x}\n", "Line 1, column 1: the object has no apiVersion and no metadata.name. Line 5, column 1: the object has no apiVersion.")]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  name: b\n", "Line 5, column 3: the key \"name\" is given twice.")]
    [InlineData("a: 1\n--- # next\nb: [1\n", "Line 1, column 1: the object has no apiVersion and no kind and no metadata.name. Line 4, column 1: not valid YAML.")]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: &a {name: a}\n", "Line 3, column 11: anchors and aliases are not allowed; write the value out.")]
    [InlineData("apiVersion: v1\nkind: Node\nmetadata: {name: a}\n", "Line 1, column 1: objects of the kind Node are made by the cluster itself, and are not delivered.")]
    [InlineData("apiVersion: apps/v1\nkind: A\nmetadata: {name: a}\n---\napiVersion: apps/v2\nkind: A\nmetadata: {name: a}\n", "Line 5, column 1: A a is given twice, first on line 1.")]
    public void Source_WithFaults_NamesEachPlace(string text, string words) =>
        Assert.Equal(words, string.Join(" ", ManifestSource.Read(text).Faults.Select(fault => fault.Words)));

    [Fact]
    public void Source_OfManyDocumentsAndLists_IsReadInOrder()
    {
        var source = ManifestSource.Read("""
            apiVersion: v1
            kind: List
            items:
              - {apiVersion: v1, kind: Namespace, metadata: {name: shop}}
              - {apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop}, spec: {replicas: 3}}
            ---
            apiVersion: batch/v1
            kind: Job
            metadata: {name: once, namespace: shop}
            """);

        Assert.Empty(source.Faults);
        Assert.Equal([("/Namespace//shop", null), ("apps/Deployment/shop/web", 3), ("batch/Job/shop/once", (int?)1)], source.Objects.Select(item => (item.Key, item.Replicas)));
        Assert.Equal([1, 1, 7], source.Objects.Select(item => item.Line));
        Assert.Equal(["Namespace shop"], source.ClusterScoped.Select(item => item.Item.Label));
    }

    [Theory]
    [InlineData("{size: 3}", null)]
    [InlineData("{size: 3, port: http, template: {apiVersion: v1, kind: Pod, metadata: {name: a}, image: b}, free: {a: {b: c}}, note: null}", null)]
    [InlineData("{size: many}", "Line 24, column 1: Cart shop/first is not as its definition in the source has it: /spec/size: Value is \"string\" but should be \"integer\".")]
    [InlineData("{size: 3, sise: 3}", "Line 24, column 1: Cart shop/first is not as its definition in the source has it: /spec/sise: the field is not known.")]
    [InlineData("{}", "Line 24, column 1: Cart shop/first is not as its definition in the source has it: /spec: Required properties [\"size\"] are not present.")]
    public void ObjectOfAKindThatTheSourceDefines_IsHeldToItsDefinition(string spec, string? words)
    {
        const string definition = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: carts.shop.example.com}
            spec:
              group: shop.example.com
              names: {plural: carts, kind: Cart}
              scope: Namespaced
              versions:
                - name: v1
                  schema:
                    openAPIV3Schema:
                      type: object
                      properties:
                        spec:
                          type: object
                          required: [size]
                          properties:
                            size: {type: integer, minimum: 0, exclusiveMinimum: true}
                            port: {x-kubernetes-int-or-string: true, pattern: "(a+)+$"}
                            free: {type: object, x-kubernetes-preserve-unknown-fields: true}
                            note: {type: string}
                            template: {type: object, x-kubernetes-embedded-resource: true, properties: {image: {type: string}}}
            ---

            """;
        var text = $"{definition}apiVersion: shop.example.com/v1\nkind: Cart\nmetadata: {{name: first, namespace: shop}}\nspec: {spec}\n";

        var refused = Record.Exception(() => ManifestSource.Demand(text, "No"));

        Assert.Equal(words, (refused as ProblemException)?.Problem.Why);
    }

    [Fact]
    [Trait("Attack", "25")]
    public void Source_TooLarge_IsRefusedUnread()
    {
        var many = string.Join("\n---\n", Enumerable.Range(0, 501).Select(index => $"{{apiVersion: v1, kind: ConfigMap, metadata: {{name: m{index}}}}}"));

        Assert.Equal(["The source has 501 objects, and at most 500 are taken."], ManifestSource.Read(many).Faults.Select(fault => fault.Words));
        Assert.Equal(["The source has 1048577 characters, and at most 1048576 are taken."],
            ManifestSource.Read(new string('#', 1024 * 1024 + 1)).Faults.Select(fault => fault.Words));
    }

    [Fact]
    [Trait("Attack", "24")]
    public void Rank_PutsWhatOthersStandOnFirst_AndWebhooksLast()
    {
        (string Group, string Kind)[] order =
        [
            ("", "Namespace"), ("apiextensions.k8s.io", "CustomResourceDefinition"), ("", "ConfigMap"), ("rbac.authorization.k8s.io", "ClusterRole"),
            ("", "Service"), ("apps", "Deployment"), ("networking.k8s.io", "Ingress"), ("serving.example.com", "Service"),
            ("admissionregistration.k8s.io", "ValidatingWebhookConfiguration"),
        ];

        var ranks = order.Select(one => KnownKinds.Rank(one.Group, one.Kind)).ToList();

        Assert.Equal(ranks.Order().Distinct(), ranks);
    }

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(3, 4, false)]
    [InlineData(4, 8, false)]
    [InlineData(5, 8, true)]
    [InlineData(50, 1000, false)]
    [InlineData(51, 1000, true)]
    public void Guard_AsksWhereMuchWouldBeRemoved(int deletions, int managed, bool asks) => Assert.Equal(asks, DeletionGuard.Reason(deletions, managed) is not null);
}
