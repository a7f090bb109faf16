using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace FileStorage.Api.Documentation;

/// <summary>The head of the OpenAPI document.</summary>
internal sealed class DocumentDescriber : IOpenApiDocumentTransformer
{
    public Task TransformAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "FileStorage",
            Version = "1",
            Description = "Stores, versions and syncs files. docs/protocol.md says what this document cannot.",
        };
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[OperationDescriber.TokenScheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "The device token that POST /api/v1/sign-in answers.",
        };
        return Task.CompletedTask;
    }
}
