using FluentValidation;
using Portal.Core.Distribution.Overrides;

namespace Portal.Core.Distribution.Applications;

/// <summary>A rule of overrides that Karmada would take, too.</summary>
public sealed class OverrideRuleValidator : AbstractValidator<OverrideRule>
{
    private static readonly string[] ListOperators = ["add", "remove"];
    private static readonly string[] Operators = ["add", "remove", "replace"];

    public OverrideRuleValidator()
    {
        RuleForEach(rule => rule.Overriders.ImageOverrider)
            .Must(change => change.Component is "Registry" or "Repository" or "Tag" && Operators.Contains(change.Operator))
            .WithMessage("An image's override changes Registry, Repository or Tag by add, remove or replace.");
        RuleForEach(rule => rule.Overriders.CommandOverrider)
            .Must(change => change.ContainerName.Length > 0 && ListOperators.Contains(change.Operator))
            .WithMessage("A command's override names a container, and is add or remove.");
        RuleForEach(rule => rule.Overriders.ArgsOverrider)
            .Must(change => change.ContainerName.Length > 0 && ListOperators.Contains(change.Operator))
            .WithMessage("An override of arguments names a container, and is add or remove.");
        RuleForEach(rule => rule.Overriders.LabelsOverrider)
            .Must(change => Operators.Contains(change.Operator)).WithMessage("An override of labels is add, remove or replace.");
        RuleForEach(rule => rule.Overriders.AnnotationsOverrider)
            .Must(change => Operators.Contains(change.Operator)).WithMessage("An override of annotations is add, remove or replace.");
        RuleForEach(rule => rule.Overriders.Plaintext)
            .Must(change => change.Path.StartsWith('/') && change.Path.Length > 1 && Operators.Contains(change.Operator))
            .WithMessage("A plain patch has a JSON pointer for its path (\"/spec/replicas\"), and is add, remove or replace.")
            .Must(change => change.Path is not ("/apiVersion" or "/kind" or "/metadata" or "/metadata/name" or "/metadata/namespace"))
            .WithMessage("A plain patch cannot change what an object is called.");
    }
}
