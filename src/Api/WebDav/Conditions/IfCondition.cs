namespace FileStorage.Api.WebDav.Conditions;

/// <summary>One condition of an If header: a token that has to lock the resource, or an etag that it has to have.</summary>
/// <param name="IsNegated">Whether it stands behind "Not".</param>
/// <param name="Token">A state token as written; null where it is an etag.</param>
/// <param name="Etag">Without quotes; null where it is a token.</param>
internal sealed record IfCondition(bool IsNegated, string? Token, string? Etag);
