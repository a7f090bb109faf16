using FileStorage.Api.Callers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Documentation;

/// <summary>What every endpoint says of itself: who may call it, and its part of the OpenAPI document.</summary>
internal static class EndpointDescription
{
    public static RouteHandlerBuilder Describe(this IEndpointConventionBuilder builder, string name, string summary, Access access)
    {
        builder.Add(endpoint =>
        {
            // OpenAPI takes an endpoint for one only where it knows a method; a bare request delegate does not tell its own.
            if (endpoint.RequestDelegate is { } handler)
            {
                endpoint.Metadata.Insert(0, handler.Method);
            }

            endpoint.Metadata.Add(access);
        });
        return new RouteHandlerBuilder([builder]).WithName(name).WithSummary(summary);
    }

    /// <summary>A parameter of the query, or of the headers.</summary>
    public static RouteHandlerBuilder Parameter(
        this RouteHandlerBuilder builder, string name, string description, ParameterKind kind = ParameterKind.Text, bool inHeader = false) =>
        builder.WithMetadata(new DescribedParameter(name, description, kind, inHeader));

    /// <summary>A JSON body.</summary>
    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder builder)
        where T : notnull => builder.Accepts<T>("application/json");

    /// <summary>A body of bytes.</summary>
    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder builder, string mediaType) =>
        builder.WithMetadata(new DescribedBytes(mediaType, IsAnswer: false));

    /// <summary>An answer of bytes or lines.</summary>
    public static RouteHandlerBuilder Gives(this RouteHandlerBuilder builder, string mediaType) =>
        builder.WithMetadata(new DescribedBytes(mediaType, IsAnswer: true));

    /// <summary>Item addressed by ?path= in place of an id.</summary>
    public static RouteHandlerBuilder ByPath(this RouteHandlerBuilder builder) =>
        builder.Parameter("path", "The item's path from the root, for instance /a/b.");

    /// <summary>Content that may be shown in place of being saved.</summary>
    public static RouteHandlerBuilder Inline(this RouteHandlerBuilder builder) => builder.Parameter(
        "inline", "1: a browser may show it, where it is of a type that cannot run anything.", ParameterKind.Number);

    /// <summary>A paged answer.</summary>
    public static RouteHandlerBuilder Paged(this RouteHandlerBuilder builder) => builder
        .Parameter("limit", "Most entries of the answer, 1 to 1000; brought into range.", ParameterKind.Number)
        .Parameter("after", "The \"next\" of the page before.");

    /// <summary>A command that may be repeated.</summary>
    public static RouteHandlerBuilder Repeatable(this RouteHandlerBuilder builder) => builder.Parameter(
        "Idempotency-Key", "A UUID chosen once; the same key returns the first answer.", ParameterKind.Id, inHeader: true);

    /// <summary>A version that may be an edit of another one.</summary>
    public static RouteHandlerBuilder Edits(this RouteHandlerBuilder builder) => builder
        .Parameter("base", "The id of the version that was edited.", ParameterKind.Id)
        .Parameter("conflict", "What to do where that is no longer the newest: copy, merge, fail or overwrite.");

    /// <summary>A command that honours If-Match.</summary>
    public static RouteHandlerBuilder Conditional(this RouteHandlerBuilder builder) =>
        builder.Parameter("If-Match", "The etag that the item must have.", ParameterKind.Text, inHeader: true);
}
