# app/controllers/items_controller.rb
class ItemsController < ApplicationController
  def create
    item = Item.new(item_params)

    if item.save
      render json: item, status: :created
    else
      render json: { errors: item.errors }, status: :unprocessable_content
    end
  end

  private

  def item_params
    params.permit(:title)
  end
end
