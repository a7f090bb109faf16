using FileStorage.Api.Callers;
using FileStorage.Api.Contracts.Problems;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace FileStorage.Api.Documentation;

/// <summary>Adds to each operation of the OpenAPI document what its endpoint says of itself.</summary>
internal sealed class OperationDescriber : IOpenApiOperationTransformer
{
    public const string TokenScheme = "deviceToken";

    private const string ProblemSchema = nameof(ProblemBody);

    public async Task TransformAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Parameters ??= [];
        AddRouteParameters(operation, context.Description.RelativePath ?? "");
        foreach (var parameter in metadata.OfType<DescribedParameter>())
        {
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = parameter.Name,
                In = parameter.InHeader ? ParameterLocation.Header : ParameterLocation.Query,
                Description = parameter.Description,
                Schema = SchemaOf(parameter.Kind),
            });
        }

        foreach (var bytes in metadata.OfType<DescribedBytes>())
        {
            var content = new Dictionary<string, OpenApiMediaType> { [bytes.MediaType] = new() { Schema = Binary() } };
            if (bytes.IsAnswer)
            {
                operation.Responses ??= [];
                operation.Responses["200"] = new OpenApiResponse { Description = "OK", Content = content };
            }
            else
            {
                operation.RequestBody = new OpenApiRequestBody { Required = true, Content = content };
            }
        }

        if (!metadata.Contains(Access.Anyone))
        {
            operation.Security =
            [
                new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(TokenScheme, context.Document)] = [] },
            ];
        }

        if (context.Document is { } document && document.Components?.Schemas?.ContainsKey(ProblemSchema) != true)
        {
            document.AddComponent(ProblemSchema, await context.GetOrCreateSchemaAsync(typeof(ProblemBody), null, cancellationToken));
        }

        operation.Responses ??= [];
        operation.Responses["default"] = new OpenApiResponse
        {
            Description = "A problem (RFC 9457); its type says which.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/problem+json"] = new()
                {
                    Schema = new OpenApiSchemaReference(ProblemSchema, context.Document),
                },
            },
        };
    }

    private static void AddRouteParameters(OpenApiOperation operation, string path)
    {
        for (var start = path.IndexOf('{'); start >= 0; start = path.IndexOf('{', start + 1))
        {
            var name = path[(start + 1)..path.IndexOf('}', start)];
            if (operation.Parameters!.Any(parameter => parameter.Name == name))
            {
                continue;
            }

            operation.Parameters!.Add(new OpenApiParameter
            {
                Name = name,
                In = ParameterLocation.Path,
                Required = true,
                Schema = SchemaOf(name switch
                {
                    "id" => ParameterKind.Id,
                    "number" => ParameterKind.Number,
                    _ => ParameterKind.Text,
                }),
            });
        }
    }

    private static OpenApiSchema SchemaOf(ParameterKind kind) => kind switch
    {
        ParameterKind.Text => new OpenApiSchema { Type = JsonSchemaType.String },
        ParameterKind.Number => new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64" },
        ParameterKind.Flag => new OpenApiSchema { Type = JsonSchemaType.Boolean },
        ParameterKind.Id => new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" },
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind."),
    };

    private static OpenApiSchema Binary() => new() { Type = JsonSchemaType.String, Format = "binary" };
}
