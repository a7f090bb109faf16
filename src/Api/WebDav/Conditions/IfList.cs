using System.Collections.Immutable;

namespace FileStorage.Api.WebDav.Conditions;

/// <summary>Conditions that must all hold.</summary>
/// <param name="Resource">The address that they are about; null: that of the request.</param>
/// <param name="Conditions">At least one.</param>
internal sealed record IfList(string? Resource, ImmutableArray<IfCondition> Conditions);
