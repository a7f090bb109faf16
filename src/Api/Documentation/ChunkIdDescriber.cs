using FileStorage.Core.Chunks;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace FileStorage.Api.Documentation;

/// <summary>A chunk id is a string of hex digits, whatever its type looks like.</summary>
internal sealed class ChunkIdDescriber : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonTypeInfo.Type == typeof(ChunkId) || context.JsonTypeInfo.Type == typeof(ChunkId?))
        {
            schema.Type = JsonSchemaType.String;
            schema.Pattern = "^[0-9a-f]{64}$";
            schema.Properties = null;
            schema.Required = null;
        }

        return Task.CompletedTask;
    }
}
